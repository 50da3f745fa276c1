import type { JsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { newest } from '../upkeep/note-events.ts'
import { cursorNumber, cursorText, readCursor, writeCursor } from './cursor.ts'
import { outerId } from './customers.ts'
import { type Listed, type Page, pageOf } from './page.ts'
import { type SeenPlace, seenIn } from './seen.ts'

/** An event's name and how often it arrived. Times are those of receipt; the last 24 hours and 7 days go by whole hours. */
export interface EventVolume {
  name: string
  total: number
  day: number
  week: number
  firstAt: Date
  lastAt: Date
}

/** What is known of one name: also its properties, and who did it lately. Of one that never arrived that is nothing. */
export interface SeenEvent extends Omit<EventVolume, 'name' | 'firstAt' | 'lastAt'> {
  firstAt: Date | null
  lastAt: Date | null
  /** How many of the newest were looked at. */
  looked: number
  properties: SeenPlace[]
  recent: { customer: string; at: Date }[]
}

// What was noted, and what has arrived since: of the last minute, where nobody notes.
const volumes = `
  since AS (SELECT greatest((SELECT upto FROM event_noted WHERE workspace = $1), now() - interval '1 minute') AS at),
  tail AS (
    SELECT name, count(*) AS n, min(received_at) AS first_at, max(received_at) AS last_at FROM event
     WHERE workspace = $1 AND received_at > (SELECT at FROM since) AND kind <> 'identify' AND ($2::text IS NULL OR name = $2)
     GROUP BY name),
  hours AS (
    SELECT name, sum(n) FILTER (WHERE hour > now() - interval '24 hours') AS day, sum(n) AS week FROM event_hour
     WHERE workspace = $1 AND ($2::text IS NULL OR name = $2) AND hour > now() - interval '7 days' GROUP BY name),
  volume AS (
    SELECT name, (coalesce(n.total, 0) + coalesce(t.n, 0))::bigint AS total,
           (coalesce(h.day, 0) + coalesce(t.n, 0))::bigint AS day, (coalesce(h.week, 0) + coalesce(t.n, 0))::bigint AS week,
           coalesce(n.first_at, t.first_at) AS "firstAt", coalesce(t.last_at, n.last_at) AS "lastAt"
      FROM (SELECT * FROM event_name WHERE workspace = $1 AND ($2::text IS NULL OR name = $2)) n
      FULL JOIN tail t USING (name) LEFT JOIN hours h USING (name))`

/** Where a list of names goes on. */
const place = z.tuple([cursorNumber, cursorText])

/** Names of events that arrived, those with most in the last 7 days first. `search` is a text that the name holds, in any case. */
export async function listEventNames(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { search, within, cursor, limit }: Page & { search?: string | undefined; within?: 'day' | 'week' | undefined },
): Promise<Listed<EventVolume>> {
  const [week, name] = readCursor(place, cursor) ?? [null, null]
  const { rows } = await pool.query<EventVolume>(
    `WITH ${volumes}
     SELECT * FROM volume
      WHERE ($3::text IS NULL OR strpos(lower(name), lower($3)) > 0)
        AND ($7::text IS NULL OR CASE $7 WHEN 'day' THEN day ELSE week END > 0)
        AND ($4::bigint IS NULL OR week < $4 OR (week = $4 AND name > $5::text))
      ORDER BY week DESC, name LIMIT $6`,
    [workspace, null, search ?? null, week, name, limit + 1, within ?? null],
  )
  return pageOf(
    rows,
    limit,
    (row) => row,
    (row) => writeCursor([row.week, row.name]),
  )
}

/** One name: how often, with which properties, by whom. */
export async function readEventName(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  name: string,
): Promise<SeenEvent> {
  const [volume, recent] = await Promise.all([
    pool.query<EventVolume>(`WITH ${volumes} SELECT * FROM volume`, [workspace, name]),
    pool.query<{ customer: string; at: Date; properties: JsonObject }>(
      `WITH place AS (
         SELECT * FROM (SELECT unnest(customers) AS customer, unnest(numbers) AS number, unnest(received) AS received_at
                          FROM event_name WHERE workspace = $1 AND name = $2) noted
         UNION
         SELECT * FROM (
           SELECT customer, number, received_at FROM event
            WHERE workspace = $1 AND name = $2 AND kind <> 'identify' AND received_at >
                  greatest((SELECT upto FROM event_noted WHERE workspace = $1), now() - interval '1 minute')
            ORDER BY received_at DESC, number DESC LIMIT ${newest}) tail)
       SELECT ${outerId('c')} AS customer, e.at, e.properties
         FROM place JOIN event e ON e.workspace = $1 AND e.customer = place.customer AND e.number = place.number
                                AND e.received_at = place.received_at
         JOIN customer c ON c.workspace = $1 AND c.id = e.customer
        ORDER BY e.received_at DESC, e.number DESC LIMIT ${newest}`,
      [workspace, name],
    ),
  ])
  const [known] = volume.rows
  return {
    total: known?.total ?? 0,
    day: known?.day ?? 0,
    week: known?.week ?? 0,
    firstAt: known?.firstAt ?? null,
    lastAt: known?.lastAt ?? null,
    looked: recent.rows.length,
    properties: seenIn(recent.rows.map(({ properties }) => properties)),
    recent: latestOf(recent.rows),
  }
}

/** Each customer once, with her latest. */
function latestOf(newestFirst: readonly { customer: string; at: Date }[]): SeenEvent['recent'] {
  const latest = new Map<string, Date>()
  for (const { customer, at } of newestFirst) if (!latest.has(customer)) latest.set(customer, at)
  return [...latest].map(([customer, at]) => ({ customer, at }))
}

const customersLookedAt = 200
/** Of a customer with more attributes than that nothing is suggested. */
const mostBytes = 16_000

/** Attributes of the newest customers: what can be asked about, with values. */
export async function readAttributes(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
): Promise<{ looked: number; attributes: SeenPlace[] }> {
  const { rows } = await pool.query<{ attributes: JsonObject }>(
    `SELECT attributes FROM (
       SELECT attributes FROM customer WHERE workspace = $1 ORDER BY id DESC LIMIT ${customersLookedAt}) newest
      WHERE pg_column_size(attributes) < ${mostBytes}`,
    [workspace],
  )
  return { looked: rows.length, attributes: seenIn(rows.map(({ attributes }) => attributes)) }
}
