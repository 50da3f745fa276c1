import { jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { Refused } from '../lifecycle/refused.ts'
import { cursorInstant, cursorInteger, cursorText, keepText, readCursor, writeCursor } from './cursor.ts'
import { findCustomer } from './customers.ts'
import { isKeptHere } from './outbox.ts'
import { type Listed, type Page, pageOf } from './page.ts'

const at = z.iso.datetime()
const where = { journey: z.uuid(), journeyName: z.string(), enrollment: z.uuid(), version: z.int() }

/** What is told of one customer: what she did, where she was, what reached her. Times are RFC 3339, UTC. */
export const timelineItem = z
  .discriminatedUnion('kind', [
    z.object({
      at,
      kind: z.literal('event'),
      type: z.string().meta({ description: '`track`, `identify`, `page` or `screen`' }),
      name: z.string(),
      properties: jsonObject,
      messageId: z.string(),
      receivedAt: at,
      imported: z.boolean(),
    }),
    z.object({ at, kind: z.literal('entered'), ...where, entry: z.string().meta({ description: 'The event’s name' }) }),
    z.object({
      at,
      kind: z.literal('visit'),
      ...where,
      visit: z.string().meta({ description: 'The visit’s id, which keys its effects' }),
      node: z.string(),
      outlet: z.string().nullable(),
      state: z.enum(['passed', 'failed', 'blocked']),
      reason: z.string().optional(),
      arrivedAt: at,
      seen: z.record(z.string(), z.unknown()).meta({ description: 'The values that the decision saw' }),
    }),
    z.object({
      at,
      kind: z.literal('touch'),
      ...where,
      touch: z.string(),
      node: z.string(),
      channel: z.string(),
      state: z.string(),
      reason: z.string().optional(),
      keptHere: z.boolean().meta({ description: 'Caught by the local outbox: nobody outside got it' }),
      openedAt: at.optional().meta({ description: 'When she opened it first' }),
      clickedAt: at.optional().meta({ description: 'When she first followed a link in it' }),
    }),
    z.object({
      at,
      kind: z.literal('ended'),
      ...where,
      node: z.string(),
      reason: z.string(),
      note: z.string().optional(),
    }),
  ])
  .meta({ id: 'TimelineItem' })
export type TimelineItem = z.output<typeof timelineItem>

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const enrolled = `'journey', e.journey, 'journeyName', j.draft ->> 'name', 'enrollment', e.id, 'version', e.version`

/** Of one instant, what came later stands higher: an event, then an entry, visits with their touches, the ending. */
const text = `
WITH mine AS (
  SELECT e.*, c.reason AS cut_reason, c.at AS cut_at FROM enrollment e
    LEFT JOIN journey_cut c ON c.workspace = e.workspace AND c.journey = e.journey AND c.epoch = e.epoch
   WHERE e.workspace = $1 AND e.customer = $2
), told AS (
  SELECT at, 0 AS rank, 0 AS nth, 0 AS sub, lpad(number::text, 20, '0') AS key, jsonb_build_object('kind', 'event',
      'type', kind, 'name', name, 'properties', properties, 'messageId', message_id,
      'receivedAt', ${instant('received_at')}, 'imported', silent) AS body
    FROM event WHERE workspace = $1 AND customer = $2
  UNION ALL
  SELECT e.entered_at, 1, 0, 0, e.id::text, jsonb_build_object('kind', 'entered', ${enrolled}, 'entry', e.entry ->> 'name')
    FROM mine e JOIN journey j ON j.workspace = $1 AND j.id = e.journey
  UNION ALL
  SELECT v.left_at, 2, v.nth, 1, e.id::text, jsonb_build_object('kind', 'visit', ${enrolled},
      'visit', e.id || '.' || v.nth, 'node', v.node, 'outlet', v.outlet, 'state', v.state, 'reason', v.reason,
      'arrivedAt', ${instant('v.arrived_at')}, 'seen', coalesce(v.seen, '{}'))
    FROM mine e JOIN journey j ON j.workspace = $1 AND j.id = e.journey
    JOIN visit v ON v.workspace = $1 AND v.enrollment = e.id
  UNION ALL
  SELECT t.created_at, 2, t.visit, 0, e.id::text, jsonb_build_object('kind', 'touch', ${enrolled},
      'touch', e.id || '.' || t.visit, 'node', t.node, 'channel', t.channel, 'state', t.state, 'reason', t.reason)
      || jsonb_strip_nulls(jsonb_build_object('openedAt', ${instant('t.opened_at')}, 'clickedAt', ${instant('t.clicked_at')}))
    FROM touch t JOIN mine e ON e.id = t.enrollment JOIN journey j ON j.workspace = $1 AND j.id = e.journey
   WHERE t.workspace = $1 AND t.customer = $2
  UNION ALL
  SELECT coalesce(e.ended_at, e.cut_at), 3, 0, 0, e.id::text, jsonb_build_object('kind', 'ended', ${enrolled},
      'node', e.node, 'reason', coalesce(e.reason, e.cut_reason), 'note', e.note)
    FROM mine e JOIN journey j ON j.workspace = $1 AND j.id = e.journey
   WHERE e.state = 'ended' OR e.cut_at IS NOT NULL
), page AS (
  SELECT * FROM told
   WHERE $3::timestamptz IS NULL OR (at, rank, nth, sub, key) < ($3, $4::integer, $5::integer, $6::integer, $7)
   ORDER BY at DESC, rank DESC, nth DESC, sub DESC, key DESC LIMIT $8
)
SELECT ${instant('page.at')} AS at, ${keepText('page.at')} AS exactly, rank, nth, sub, key,
       CASE WHEN t.enrollment IS NULL THEN body ELSE body || jsonb_build_object('keptHere', ${isKeptHere('$1', 't')}) END AS body
  FROM page
  LEFT JOIN touch t ON body ->> 'kind' = 'touch' AND t.workspace = $1 AND t.enrollment = (body ->> 'enrollment')::uuid
                   AND t.visit = page.nth
 ORDER BY page.at DESC, rank DESC, nth DESC, sub DESC, key DESC`

const place = z.tuple([cursorInstant, cursorInteger, cursorInteger, cursorInteger, cursorText])

interface Row {
  at: string
  exactly: string
  rank: number
  nth: number
  sub: number
  key: string
  body: Record<string, unknown>
}

/** What happened to one customer, newest first. Throws `not-found`. */
export async function readTimeline(
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  { cursor, limit }: Page,
): Promise<Listed<TimelineItem>> {
  const from = readCursor(place, cursor) ?? [null, null, null, null, null]
  const customer = await findCustomer(engine, workspace, id)
  if (customer === undefined) throw new Refused('not-found')
  const { rows } = await engine.pool.query<Row>(text, [workspace, customer, ...from, limit + 1])
  return pageOf(rows, limit, tell, ({ exactly, rank, nth, sub, key }) => writeCursor([exactly, rank, nth, sub, key]))
}

function tell({ at, body: { reason, note, ...body } }: Row): TimelineItem {
  return timelineItem.parse({
    at,
    ...body,
    ...(reason === null || reason === undefined ? {} : { reason }),
    ...(note === null || note === undefined ? {} : { note }),
  })
}
