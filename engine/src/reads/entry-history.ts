import type { Occurrence } from '@wend/nodes/sdk/define-node'
import { jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Customer } from '../step/context.ts'
import { asMs } from '../storage/enrollment-rows.ts'
import { outerId } from './customers.ts'

/** What is still known of how one customer could have entered one journey. Each reads a bounded number of rows by index. */

/** The event that is judged again. */
export interface EntryEvent extends Occurrence {
  number: number
  messageId: string
  at: Date
  receivedAt: Date
  hops: number
  /** Imported. */
  silent: boolean
}

/** How a journey stood, and since when. */
export interface StateThen {
  state: 'live' | 'paused' | 'stopped'
  since: Date
  version: number
  /** The version's plan: its hash, hex. */
  plan: string
}

/** One enrollment of hers in the journey. */
export interface EarlierEntry {
  id: string
  key: string
  version: number
  node: string
  enteredAt: Date
  endedAt: Date | null
  reason: string | null
  entryName: string
  entryMs: number
}

/** A name of events that she sent lately. */
export interface OtherEvent {
  name: string
  times: number
  at: Date
}

export async function readCustomerRow(
  client: pg.ClientBase,
  workspace: number,
  row: number,
): Promise<Customer | undefined> {
  const { rows } = await client.query<{ id: string; firstId: string; attributes: unknown }>(
    `SELECT ${outerId('customer')} AS id, first_id AS "firstId", attributes FROM customer WHERE workspace = $1 AND id = $2`,
    [workspace, row],
  )
  const [found] = rows
  return found && { row, id: found.id, firstId: found.firstId, attributes: jsonObject.parse(found.attributes) }
}

/** The newest of these names, by when it happened. */
const newestOf = (customer: string, names: string): string => `
  FROM unnest(${names}::text[]) AS wanted(name)
  CROSS JOIN LATERAL (SELECT * FROM event WHERE event.workspace = $1 AND event.customer = ${customer} AND event.name = wanted.name
    ORDER BY event.at DESC, event.number DESC LIMIT 1) e`

export async function readEntryEvent(
  client: pg.ClientBase,
  workspace: number,
  customer: number,
  names: readonly string[],
): Promise<EntryEvent | null> {
  const { rows } = await client.query<Omit<EntryEvent, 'properties'> & { properties: unknown }>(
    `SELECT e.name, e.properties, e.number, e.message_id AS "messageId", e.at, ${asMs('e.at')} AS "atMs",
            e.received_at AS "receivedAt", e.hops, e.silent ${newestOf('$2', '$3')}
      ORDER BY e.at DESC, e.number DESC LIMIT 1`,
    [workspace, customer, names],
  )
  const [found] = rows
  return found ? { ...found, properties: jsonObject.parse(found.properties) } : null
}

export async function readStateAt(
  client: pg.ClientBase,
  workspace: number,
  journey: string,
  at: Date,
): Promise<StateThen | null> {
  const { rows } = await client.query<StateThen>(
    `SELECT s.state, s.at AS since, s.version, encode(v.plan, 'hex') AS plan
       FROM (SELECT * FROM journey_state WHERE workspace = $1 AND journey = $2 AND at <= $3 ORDER BY at DESC LIMIT 1) s
       JOIN version v ON v.workspace = s.workspace AND v.journey = s.journey AND v.number = s.version`,
    [workspace, journey, at],
  )
  return rows[0] ?? null
}

const mostEntries = 200

/** Her enrollments: the one of this entry key first, then those not over, then the newest. */
export async function readEarlierEntries(
  client: pg.ClientBase,
  workspace: number,
  { journey, customer, key }: { journey: string; customer: number; key: string | null | undefined },
): Promise<EarlierEntry[]> {
  const { rows } = await client.query<EarlierEntry>(
    `SELECT e.id, e.entry_key AS key, e.version, e.node, e.entered_at AS "enteredAt", coalesce(e.ended_at, c.at) AS "endedAt",
            coalesce(e.reason, c.reason) AS reason, e.entry ->> 'name' AS "entryName", (e.entry ->> 'atMs')::bigint AS "entryMs"
       FROM enrollment e
       LEFT JOIN journey_cut c ON c.workspace = e.workspace AND c.journey = e.journey AND c.epoch = e.epoch
      WHERE e.workspace = $1 AND e.journey = $2 AND e.customer = $3
      ORDER BY coalesce(e.entry_key = $4, false) DESC, coalesce(e.ended_at, c.at) IS NULL DESC, e.entered_at DESC
      LIMIT ${mostEntries}`,
    [workspace, journey, customer, key ?? null],
  )
  return rows
}

const newestLookedAt = 500
const mostNames = 20

/** The names of what she did lately. */
export async function readOtherEvents(
  client: pg.ClientBase,
  workspace: number,
  customer: number,
): Promise<OtherEvent[]> {
  const { rows } = await client.query<OtherEvent>(
    `SELECT name, count(*)::int AS times, max(at) AS at
       FROM (SELECT name, at FROM event WHERE workspace = $1 AND customer = $2 AND kind <> 'identify'
              ORDER BY number DESC LIMIT ${newestLookedAt}) newest
      GROUP BY name ORDER BY max(at) DESC, name LIMIT ${mostNames}`,
    [workspace, customer],
  )
  return rows
}

/** The newest of these events under an anonymous id that she claimed, but that is a customer of its own until merges are built. */
export async function readAnonymousEvent(
  client: pg.ClientBase,
  workspace: number,
  customer: number,
  names: readonly string[],
): Promise<{ customer: string; name: string; at: Date } | null> {
  const { rows } = await client.query<{ customer: string; name: string; at: Date }>(
    `SELECT ${outerId('a')} AS customer, e.name, e.at
       FROM (SELECT * FROM customer WHERE workspace = $1 AND claimed_by = $2 ORDER BY id DESC LIMIT 20) a,
       LATERAL (SELECT e.name, e.at ${newestOf('a.id', '$3')} ORDER BY e.at DESC LIMIT 1) e
      ORDER BY e.at DESC LIMIT 1`,
    [workspace, customer, names],
  )
  return rows[0] ?? null
}
