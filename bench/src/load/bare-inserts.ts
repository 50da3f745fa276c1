import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Stand } from '../stand/stand.ts'
import type { ShopEvent } from './shop.ts'

const text = `
WITH seen AS (INSERT INTO message_seen (workspace, id) SELECT $1, id FROM unnest($2::uuid[]) AS r(id))
INSERT INTO event (workspace, customer, number, received_at, at, kind, name, properties, message_id)
SELECT $1, r.customer, nextval('event_number'), now(), r.at, 'track', r.name, r.properties::jsonb, r.message
FROM unnest($3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[]) AS r(customer, at, name, properties, message)`

/** The rows that Wend stores of these events, as what a multi-row `unnest` takes: made before the clock starts. */
export async function rowsOf({ pool, workspace }: Stand, events: readonly ShopEvent[]): Promise<unknown[]> {
  const { rows } = await pool.query<{ customer: number }>(
    `SELECT i.customer FROM unnest($2::text[]) WITH ORDINALITY AS w(value, nth)
     JOIN customer_id i ON i.workspace = $1 AND i.kind = 'user' AND i.value = w.value ORDER BY w.nth`,
    [workspace, events.map(({ userId }) => userId)],
  )
  return [
    workspace,
    events.map(({ messageId }) => createHash('sha256').update(messageId).digest('hex').slice(0, 32)),
    rows.map(({ customer }) => customer),
    events.map(({ timestamp }) => timestamp),
    events.map(({ event }) => event),
    events.map(({ properties }) => JSON.stringify(properties)),
    events.map(({ messageId }) => messageId),
  ]
}

/** Inserts them: one statement, one commit. */
export async function insert(pool: pg.Pool, rows: unknown[]): Promise<void> {
  await pool.query({ name: 'bare-insert', text, values: rows })
}
