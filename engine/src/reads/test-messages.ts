import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { mapTexts } from '../channels/keepable.ts'
import { secretsAsWritten } from '../channels/secrets.ts'
import type { Engine } from '../engine.ts'
import { cursorInstant, keepText, readCursor, writeCursor } from './cursor.ts'
import { outerId } from './customers.ts'
import { isKeptHere } from './outbox.ts'
import { type Listed, type Page, pageOf } from './page.ts'

/** A message that was sent as a test. */
export interface TestMessage {
  id: string
  at: Date
  by: string
  /** The journey it was written in, where that is still there. */
  journey: string | null
  journeyName: string | null
  node: string
  /** Whose values it shows. */
  customer: string | null
  channel: string
  recipient: string
  state: 'sending' | 'delivered' | 'failed' | 'in-doubt'
  reason: string | null
  content: JsonObject
  /** Caught by the local outbox: nobody outside got it. */
  keptHere: boolean
}

const place = z.tuple([cursorInstant, z.guid()])
/** Of content on one page, compressed as Postgres holds it. */
const mostStoredBytes = 1_000_000

/** Tests, newest first. A page of large ones holds fewer than `limit`. */
export async function listTestMessages(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { cursor, limit }: Page,
): Promise<Listed<TestMessage>> {
  const [at, id] = readCursor(place, cursor) ?? []
  const { rows } = await pool.query<TestMessage & { key: string; before: string; found: number }>(
    `WITH page AS (SELECT t.id, t.at, t.by, journey.id AS journey, journey.draft ->> 'name' AS "journeyName", t.node,
              ${outerId('customer')} AS customer, t.channel, t.recipient, t.state, t.reason, t.content, ${keepText('t.at')} AS key,
              sum(pg_column_size(t.content)) OVER (ORDER BY t.at DESC, t.id DESC) - pg_column_size(t.content) AS before
       FROM test_message t
       LEFT JOIN customer ON customer.workspace = t.workspace AND customer.id = t.customer
       LEFT JOIN journey ON journey.workspace = t.workspace AND journey.id = t.journey
      WHERE t.workspace = $1 AND ($2::timestamptz IS NULL OR (t.at, t.id) < ($2, $3::uuid))
      ORDER BY t.at DESC, t.id DESC LIMIT $4)
     SELECT *, (SELECT count(*)::int FROM page) AS found, ${isKeptHere('$1', 'page')} AS "keptHere" FROM page
      WHERE before < ${mostStoredBytes} ORDER BY key DESC, id DESC`,
    [workspace, at ?? null, id ?? null, limit + 1],
  )
  return pageOf(
    rows,
    limit,
    ({ key: _key, before: _before, found: _found, content, ...row }) => ({
      ...row,
      content: jsonObject.parse(mapTexts(content, secretsAsWritten) ?? {}),
    }),
    ({ key, id }) => writeCursor([key, id]),
    rows[0]?.found,
  )
}
