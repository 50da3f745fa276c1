import type { JsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { Refused } from '../lifecycle/refused.ts'
import { cursorNumber, readCursor, writeCursor } from './cursor.ts'
import { type Listed, type Page, pageOf } from './page.ts'
import { isReadable } from './readable.ts'

/** A customer in a list. `id` is her user id as sent, else her anonymous id. */
export interface ListedCustomer {
  id: string
  createdAt: Date
  attributes: JsonObject
}

/** Everything that is known of one customer, but what she did. */
export interface KnownCustomer extends ListedCustomer {
  ids: { kind: 'user' | 'anonymous'; value: string }[]
  /** Absent channels are allowed. */
  consents: Record<string, boolean>
  /** The journeys she is in now. */
  journeys: {
    journey: string
    name: string
    enrollment: string
    version: number
    state: string
    node: string
    enteredAt: Date
    dueAt: Date
  }[]
}

/** SQL: the id that the outside knows a customer by. */
export const outerId = (table: string): string => `coalesce(${table}.user_id, ${table}.first_id)`

const wordOf = (table: string, attribute: string): string =>
  `CASE WHEN jsonb_typeof(${table}.attributes -> '${attribute}') = 'string' THEN nullif(trim(${table}.attributes ->> '${attribute}'), '') END`

/** SQL: what people call a customer: her name, else her e-mail address; null where neither is known. */
export const calledName = (table: string): string =>
  `left(coalesce(${wordOf(table, 'name')}, ${wordOf(table, 'email')}), 200)`

/** The row id of the customer whom the outside knows by this id: user ids before anonymous ones. */
export async function findCustomer(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
): Promise<number | undefined> {
  if (!isReadable(id)) return undefined
  const { rows } = await pool.query<{ customer: number }>(
    `SELECT customer FROM customer_id WHERE workspace = $1 AND value = $2 ORDER BY kind DESC LIMIT 1`,
    [workspace, id],
  )
  return rows[0]?.customer
}

/** Of attributes on one page, as text: one customer may have 64 kB. */
const mostBytes = 1_000_000

/**
 * Customers, the newest first. `search` is the beginning of an id, a name or an e-mail address, in any case. A page of
 * customers with large attributes holds fewer than `limit`.
 */
export async function listCustomers(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { search, cursor, limit }: Page & { search?: string | undefined },
): Promise<Listed<ListedCustomer>> {
  const { rows } = await pool.query<ListedCustomer & { key: number; before: number; found: number }>(
    `WITH page AS (SELECT customer.id AS key, ${outerId('customer')} AS id, created_at AS "createdAt", attributes,
              (sum(octet_length(attributes::text)) OVER (ORDER BY customer.id DESC) - octet_length(attributes::text))::bigint AS before
       FROM customer
      WHERE customer.id IN (
        SELECT id FROM customer
         WHERE customer.workspace = $1 AND ($2::bigint IS NULL OR customer.id < $2)
           AND ($3::text IS NULL
                OR starts_with(lower(attributes ->> 'email'), lower($3))
                OR starts_with(lower(attributes ->> 'name'), lower($3))
                OR EXISTS (SELECT FROM customer_id
                            WHERE customer_id.workspace = $1 AND customer_id.customer = customer.id
                              AND starts_with(lower(value), lower($3))))
         ORDER BY customer.id DESC LIMIT $4) AND customer.workspace = $1)
     SELECT *, (SELECT count(*)::int FROM page) AS found FROM page WHERE before < ${mostBytes} ORDER BY key DESC`,
    [workspace, readCursor(cursorNumber, cursor) ?? null, search ?? null, limit + 1],
  )
  return pageOf(
    rows,
    limit,
    ({ key: _key, before: _before, found: _found, ...customer }) => customer,
    ({ key }) => writeCursor(key),
    rows[0]?.found,
  )
}

const idsShape = z.array(z.object({ kind: z.enum(['user', 'anonymous']), value: z.string() }))

/** One customer. Throws `not-found`. */
export async function readCustomer(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
): Promise<KnownCustomer> {
  const customer = await findCustomer(engine, workspace, id)
  if (customer === undefined) throw new Refused('not-found')
  const [own, consents, journeys] = await Promise.all([
    engine.pool.query<ListedCustomer & { ids: unknown }>(
      `SELECT ${outerId('customer')} AS id, created_at AS "createdAt", attributes,
              (SELECT jsonb_agg(jsonb_build_object('kind', kind, 'value', value) ORDER BY kind DESC, value)
                 FROM customer_id WHERE workspace = $1 AND customer_id.customer = $2) AS ids
         FROM customer WHERE workspace = $1 AND id = $2`,
      [workspace, customer],
    ),
    engine.pool.query<{ channel: string; allowed: boolean }>(
      'SELECT channel, allowed FROM consent WHERE workspace = $1 AND customer = $2 ORDER BY channel',
      [workspace, customer],
    ),
    engine.pool.query<KnownCustomer['journeys'][number]>(
      `SELECT e.journey, j.draft ->> 'name' AS name, e.id AS enrollment, e.version, e.state, e.node,
              e.entered_at AS "enteredAt", e.due_at AS "dueAt"
         FROM enrollment e
         JOIN journey j ON j.workspace = e.workspace AND j.id = e.journey AND j.epoch = e.epoch
        WHERE e.workspace = $1 AND e.customer = $2 AND e.state <> 'ended'
        ORDER BY e.entered_at DESC LIMIT 200`,
      [workspace, customer],
    ),
  ])
  const [row] = own.rows
  // Whoever is being erased loses her ids first.
  if (!row || row.ids === null) throw new Refused('not-found')
  return {
    ...row,
    ids: idsShape.parse(row.ids),
    consents: Object.fromEntries(consents.rows.map(({ channel, allowed }) => [channel, allowed])),
    journeys: journeys.rows,
  }
}
