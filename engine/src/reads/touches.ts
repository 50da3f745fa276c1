import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { mapTexts } from '../channels/keepable.ts'
import { secretsAsWritten } from '../channels/secrets.ts'
import type { Engine } from '../engine.ts'
import { Refused } from '../lifecycle/refused.ts'
import { cursorInstant, cursorInteger, keepText, readCursor, writeCursor } from './cursor.ts'
import { calledName, findCustomer, outerId } from './customers.ts'
import { isKeptHere } from './outbox.ts'
import { type Listed, type Page, pageOf } from './page.ts'
import { isUuid } from './uuid.ts'

export const touchStates = ['sending', 'retrying', 'delivered', 'failed', 'blocked', 'in-doubt'] as const

/** One message to one customer, sent or held back. */
export interface Touch {
  /** The visit's key, `<enrollment>.<visit>`: names every effect of the visit. */
  id: string
  at: Date
  updatedAt: Date
  customer: string
  /** Her name or e-mail address, where one is known. */
  customerName?: string
  journey: string
  journeyName: string
  node: string
  enrollment: string
  /** The version of the journey that it was sent by. */
  version: number
  visit: string
  channel: string
  state: (typeof touchStates)[number]
  /** Why it was held back or given up. */
  reason?: string
  content: JsonObject
  attempts: number
  /** Caught by the local outbox: nobody outside got it. */
  keptHere: boolean
  /** When she opened it first, and first followed a link in it; as far as its channel tells. */
  openedAt?: Date
  clickedAt?: Date
}

/** Which touches are wanted: those that fit all that is given. */
export interface TouchFilter {
  customer?: string | undefined
  journey?: string | undefined
  node?: string | undefined
  channel?: string | undefined
  state?: string | undefined
}

const columns = `touch.enrollment || '.' || touch.visit AS id, touch.created_at AS at, touch.updated_at AS "updatedAt",
  ${outerId('customer')} AS customer, ${calledName('customer')} AS "customerName", touch.journey, journey.draft ->> 'name' AS "journeyName", touch.node,
  touch.enrollment, enrollment.version, touch.enrollment || '.' || touch.visit AS visit, touch.channel, touch.state, touch.reason,
  touch.content, touch.attempts, touch.opened_at AS "openedAt", touch.clicked_at AS "clickedAt"`
const joins = `JOIN customer ON customer.workspace = touch.workspace AND customer.id = touch.customer
  JOIN journey ON journey.workspace = touch.workspace AND journey.id = touch.journey
  JOIN enrollment ON enrollment.workspace = touch.workspace AND enrollment.id = touch.enrollment`

/** What a list of touches is asked for by: how far they came, and what was done with them since. */
export const soughtStates = [...touchStates, 'opened', 'clicked'] as const

/** SQL: which touches a list shows, by `$1` to `$9` of `touchValues`. Who clicks has opened. */
export const fitsTouch = `touch.workspace = $1
        AND ($2::bigint IS NULL OR touch.customer = $2)
        AND ($3::uuid IS NULL OR touch.journey = $3)
        AND ($4::text IS NULL OR touch.node = $4)
        AND ($5::text IS NULL OR touch.channel = $5)
        AND ($6::text IS NULL OR CASE $6 WHEN 'opened' THEN touch.opened_at IS NOT NULL
                                         WHEN 'clicked' THEN touch.opened_at IS NOT NULL AND touch.clicked_at IS NOT NULL
                                         ELSE touch.state = $6 END)
        AND ($7::timestamptz IS NULL OR (touch.created_at, touch.enrollment, touch.visit) < ($7, $8::uuid, $9::integer))`
const touchPlace = z.tuple([cursorInstant, z.guid(), cursorInteger])

/** What a list of touches is asked by: the workspace, the filter, the place of its cursor, and `$10`, its limit; undefined where nothing can fit. */
export async function touchValues(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  { customer, journey, node, channel, state, cursor, limit }: TouchFilter & Page,
): Promise<unknown[] | undefined> {
  const place = readCursor(touchPlace, cursor) ?? [null, null, null]
  if (journey !== undefined && !isUuid(journey)) return undefined
  const row = customer === undefined ? null : await findCustomer(engine, workspace, customer)
  if (row === undefined) return undefined
  return [workspace, row, journey ?? null, node ?? null, channel ?? null, state ?? null, ...place, limit + 1]
}

/** Of content on one page, compressed as Postgres holds it: e-mails may be megabytes. */
export const mostStoredBytes = 1_000_000

/** Touches, newest first. A page of large ones holds fewer than `limit`. */
export async function listTouches(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  wanted: TouchFilter & Page,
): Promise<Listed<Touch>> {
  const values = await touchValues(engine, workspace, wanted)
  if (!values) return { items: [], next: null }

  // A page ends early where its touches are large. Their stored size is read without reading them.
  const { rows } = await engine.pool.query<Row & { key: string; nth: number; before: string; found: number }>(
    `WITH page AS (SELECT ${columns}, ${keepText('touch.created_at')} AS key, touch.visit AS nth,
              sum(pg_column_size(touch.content)) OVER (ORDER BY touch.created_at DESC, touch.enrollment DESC, touch.visit DESC)
                - pg_column_size(touch.content) AS before
       FROM touch ${joins}
      WHERE ${fitsTouch}
      ORDER BY touch.created_at DESC, touch.enrollment DESC, touch.visit DESC LIMIT $10)
     SELECT *, (SELECT count(*)::int FROM page) AS found, ${isKeptHere('$1', 'page')} AS "keptHere" FROM page
      WHERE before < ${mostStoredBytes} ORDER BY key DESC, enrollment DESC, nth DESC`,
    values,
  )
  return pageOf(
    rows,
    wanted.limit,
    ({ key: _key, nth: _nth, before: _before, found: _found, ...row }) => read(row),
    ({ key, enrollment, nth }) => writeCursor([key, enrollment, nth]),
    rows[0]?.found,
  )
}

/** One touch by its id, `<enrollment>.<visit>`. Throws `not-found`. */
export async function readTouch({ pool }: Pick<Engine, 'pool'>, workspace: number, id: string): Promise<Touch> {
  const [enrollment = '', visit = '', ...more] = id.split('.')
  if (!isUuid(enrollment) || !/^[1-9]\d{0,8}$/.test(visit) || more.length > 0) throw new Refused('not-found')
  const { rows } = await pool.query<Row>(
    `SELECT ${columns}, ${isKeptHere('$1', 'touch')} AS "keptHere"
       FROM touch ${joins}
      WHERE touch.workspace = $1 AND touch.enrollment = $2 AND touch.visit = $3`,
    [workspace, enrollment, Number(visit)],
  )
  const [touch] = rows
  if (!touch) throw new Refused('not-found')
  return read(touch)
}

type Row = Omit<Touch, 'customerName' | 'reason' | 'openedAt' | 'clickedAt'> & {
  customerName: string | null
  reason: string | null
  openedAt: Date | null
  clickedAt: Date | null
}

const read = ({ customerName, reason, openedAt, clickedAt, content, ...touch }: Row): Touch => ({
  ...touch,
  content: asWritten(content),
  ...(customerName === null ? {} : { customerName }),
  ...(reason === null ? {} : { reason }),
  ...(openedAt === null ? {} : { openedAt }),
  ...(clickedAt === null ? {} : { clickedAt }),
})

/** What was kept of a message, as people read it. */
export const asWritten = (content: JsonObject): JsonObject =>
  jsonObject.parse(mapTexts(content, secretsAsWritten) ?? {})
