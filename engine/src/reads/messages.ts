import type { JsonObject } from '@wend/nodes/sdk/json'
import type { Engine } from '../engine.ts'
import { keepText, writeCursor } from './cursor.ts'
import { calledName, outerId } from './customers.ts'
import { isKeptHere } from './outbox.ts'
import { type Listed, type Page, pageOf } from './page.ts'
import { asWritten, fitsTouch, mostStoredBytes, type TouchFilter, type touchStates, touchValues } from './touches.ts'

export const messageKinds = ['touch', 'test'] as const

/** What went to a customer, was held back from her, or was sent as a test. What only one kind has is null for the other. */
export interface Message {
  kind: (typeof messageKinds)[number]
  /** A touch's or a test's. */
  id: string
  at: Date
  /** Whom it was for; of a test: whose values it shows. */
  customer: string | null
  customerName: string | null
  /** The journey it comes from, where that is still there. */
  journey: string | null
  journeyName: string | null
  node: string
  /** The version of the journey that it was sent by. */
  version: number | null
  channel: string
  state: (typeof touchStates)[number]
  reason: string | null
  content: JsonObject
  attempts: number | null
  /** Caught by the local outbox: nobody outside got it. */
  keptHere: boolean
  openedAt: Date | null
  clickedAt: Date | null
  /** Who sent a test, and whereto. */
  by: string | null
  recipient: string | null
}

const newest = 'ORDER BY at DESC, ref DESC, nth DESC LIMIT $10'

/**
 * Touches and tests, newest first: those that fit all that is given. A page of large ones holds fewer than `limit`.
 * Each table gives a page of its own by its index, and only the rows of the page that comes of them are joined.
 */
export async function listMessages(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  { kind, ...wanted }: TouchFilter & Page & { kind?: Message['kind'] | undefined },
): Promise<Listed<Message>> {
  const values = await touchValues(engine, workspace, wanted)
  if (!values) return { items: [], next: null }

  // A visit's number is 1 at least: tests, as the 0th of their ids, have a place of their own in the order.
  const { rows } = await engine.pool.query<Message & { key: string; ref: string; nth: number; found: number }>(
    `WITH each AS (
       (SELECT 'touch' AS kind, touch.enrollment AS ref, touch.visit AS nth, touch.created_at AS at, touch.customer, touch.journey,
               touch.node, touch.channel, touch.state, touch.reason, touch.content, touch.attempts, touch.opened_at, touch.clicked_at,
               NULL AS by, NULL AS recipient
          FROM touch WHERE ${fitsTouch} AND $11::text IS DISTINCT FROM 'test'
         ORDER BY touch.created_at DESC, touch.enrollment DESC, touch.visit DESC LIMIT $10)
       UNION ALL
       (SELECT 'test', t.id, 0, t.at, t.customer, t.journey, t.node, t.channel, t.state, t.reason, t.content, NULL, NULL, NULL,
               t.by, t.recipient
          FROM test_message t
         WHERE t.workspace = $1 AND $11::text IS DISTINCT FROM 'touch'
           AND ($2::bigint IS NULL OR t.customer = $2)
           AND ($3::uuid IS NULL OR t.journey = $3)
           AND ($4::text IS NULL OR t.node = $4)
           AND ($5::text IS NULL OR t.channel = $5)
           AND ($6::text IS NULL OR t.state = $6)
           AND ($7::timestamptz IS NULL OR (t.at, t.id, 0) < ($7, $8::uuid, $9::integer))
         ORDER BY t.at DESC, t.id DESC LIMIT $10)
     ), page AS (
       SELECT *, sum(pg_column_size(content)) OVER (ORDER BY at DESC, ref DESC, nth DESC) - pg_column_size(content) AS before
         FROM each ${newest}
     )
     SELECT page.kind, page.ref, page.nth, CASE page.kind WHEN 'touch' THEN page.ref || '.' || page.nth ELSE page.ref::text END AS id,
            page.at, ${keepText('page.at')} AS key, ${outerId('customer')} AS customer, ${calledName('customer')} AS "customerName",
            journey.id AS journey, journey.draft ->> 'name' AS "journeyName", page.node, enrollment.version, page.channel,
            page.state, page.reason, page.content, page.attempts, page.opened_at AS "openedAt", page.clicked_at AS "clickedAt",
            page.by, page.recipient, ${isKeptHere('$1', 'page')} AS "keptHere", (SELECT count(*)::int FROM page) AS found
       FROM page
       LEFT JOIN customer ON customer.workspace = $1 AND customer.id = page.customer
       LEFT JOIN journey ON journey.workspace = $1 AND journey.id = page.journey
       LEFT JOIN enrollment ON enrollment.workspace = $1 AND enrollment.id = page.ref AND page.kind = 'touch'
      WHERE page.before < ${mostStoredBytes} ${newest}`,
    [...values, kind ?? null],
  )
  return pageOf(
    rows,
    wanted.limit,
    ({ key: _key, ref: _ref, nth: _nth, found: _found, content, ...row }) => ({ ...row, content: asWritten(content) }),
    ({ key, ref, nth }) => writeCursor([key, ref, nth]),
    rows[0]?.found,
  )
}
