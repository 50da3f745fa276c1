import type pg from 'pg'
import type { StoredEnrollment, StoredEvent, StoredTouch, StoredVisit } from './checker/log.ts'

const ms = (column: string): string => `floor(extract(epoch FROM ${column}) * 1000)::bigint`

/** Reads what was stored: events as they came, enrollments with their visits and touches. */
export async function readStored(
  pool: pg.Pool,
  workspace: number,
): Promise<{ events: StoredEvent[]; enrollments: StoredEnrollment[]; secret: Buffer }> {
  const { rows: events } = await pool.query<StoredEvent>(
    `SELECT c.user_id AS customer, e.number, e.name, e.properties, e.message_id AS "messageId",
       ${ms('e.at')} AS "atMs", ${ms('e.received_at')} AS "receivedMs"
     FROM event e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer WHERE e.workspace = $1`,
    [workspace],
  )
  const { rows: enrollments } = await pool.query<Omit<StoredEnrollment, 'visits' | 'touches'>>(
    `SELECT e.id, e.journey, c.user_id AS customer, e.entry->'properties'->>'id' AS "entryMessage", e.state, e.reason, e.node,
       ${ms('e.entered_at')} AS "enteredMs", ${ms('e.ended_at')} AS "endedMs", ${ms('e.goal_at')} AS "goalMs"
     FROM enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer WHERE e.workspace = $1`,
    [workspace],
  )
  const { rows: visits } = await pool.query<StoredVisit & { enrollment: string }>(
    `SELECT enrollment, nth, node, outlet, state, ${ms('arrived_at')} AS "arrivedMs", ${ms('left_at')} AS "leftMs"
     FROM visit WHERE workspace = $1 ORDER BY enrollment, nth`,
    [workspace],
  )
  const { rows: touches } = await pool.query<StoredTouch & { enrollment: string }>(
    `SELECT enrollment, visit, node, state, content->>'body' AS body FROM touch WHERE workspace = $1 ORDER BY enrollment, visit`,
    [workspace],
  )
  const { rows: workspaces } = await pool.query<{ secret: Buffer }>('SELECT secret FROM workspace WHERE id = $1', [
    workspace,
  ])
  const byId = new Map(
    enrollments.map((each): [string, StoredEnrollment] => [each.id, { ...each, visits: [], touches: [] }]),
  )
  for (const { enrollment, ...visit } of visits) byId.get(enrollment)?.visits.push(visit)
  for (const { enrollment, ...touch } of touches) byId.get(enrollment)?.touches.push(touch)
  return { events, enrollments: [...byId.values()], secret: workspaces[0]?.secret ?? Buffer.alloc(0) }
}

/** Who still has something to do within a minute, besides resting: nothing is to be stopped before that is done. */
export async function unfinished(pool: pg.Pool, restingToo: boolean): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM enrollment WHERE state <> 'ended'
               AND ($1 OR state <> 'waiting' OR claim IS NOT NULL OR due_at < clock_timestamp() + interval '1 minute'))
          + (SELECT count(*) FROM touch WHERE state IN ('sending', 'retrying')) + (SELECT count(*) FROM poke) AS n`,
    [restingToo],
  )
  return Number(rows[0]?.n ?? 0)
}
