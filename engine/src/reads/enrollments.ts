import { z } from 'zod'
import type { Engine } from '../engine.ts'
import type { Period } from '../lifecycle/counts.ts'
import { Refused } from '../lifecycle/refused.ts'
import { cursorInstant, cursorInteger, keepText, readCursor, writeCursor } from './cursor.ts'
import { calledName, outerId } from './customers.ts'
import { type Listed, type Page, pageOf } from './page.ts'
import { isUuid } from './uuid.ts'

/** `active` is everybody who has not ended, `here` the same. The next three are visits by what came of them, the last four by their touch. */
export const enrollmentStates = [
  'active',
  'here',
  'ready',
  'waiting',
  'delivering',
  'held',
  'ended',
  'passed',
  'failed',
  'blocked',
  'delivered',
  'in-doubt',
  'opened',
  'clicked',
] as const

const statesOfVisits: readonly string[] = ['passed', 'failed', 'blocked', 'delivered', 'in-doubt', 'opened', 'clicked']

/** Which enrollments are wanted: those that fit all that is given. */
export interface EnrollmentFilter {
  /** Where they stand, or ended; with `outlet` or a state of visits, the node that was visited. */
  node?: string | undefined
  state?: (typeof enrollmentStates)[number] | undefined
  /** The way they left the node by. */
  outlet?: string | undefined
  /** How they ended. */
  reason?: string | undefined
  /** When the visit was left, or they ended where that is asked for, or they entered. */
  period?: Period | undefined
}

/** One customer behind a number; of visits, one line for each visit. */
export interface ListedEnrollment {
  id: string
  customer: string
  /** Her name or e-mail address, where one is known. */
  customerName: string | null
  version: number
  state: 'ready' | 'waiting' | 'delivering' | 'held' | 'ended'
  reason: string | null
  note: string | null
  /** Where she stands, or ended. */
  node: string
  enteredAt: Date
  /** When she goes on at the latest, null at the end. */
  dueAt: Date | null
  endedAt: Date | null
  goalAt: Date | null
  /** The visit that was asked for. */
  visit: { id: string; node: string; outlet: string | null; state: string; reason: string | null; at: Date } | null
}

const isOver = `(e.state = 'ended' OR c.epoch IS NOT NULL)`
const columns = `e.id, ${outerId('customer')} AS customer, ${calledName('customer')} AS "customerName", e.version,
  CASE WHEN ${isOver} THEN 'ended' ELSE e.state END AS state, coalesce(e.reason, c.reason) AS reason, e.note, e.node,
  e.entered_at AS "enteredAt", CASE WHEN ${isOver} THEN NULL ELSE e.due_at END AS "dueAt",
  CASE WHEN ${isOver} THEN coalesce(e.ended_at, c.at) END AS "endedAt", e.goal_at AS "goalAt"`
const joins = `JOIN customer ON customer.workspace = e.workspace AND customer.id = e.customer
  LEFT JOIN journey_cut c ON c.workspace = e.workspace AND c.journey = e.journey AND c.epoch = e.epoch`

const place = z.tuple([cursorInstant, z.guid(), cursorInteger])
type Row = Omit<ListedEnrollment, 'visit'> & { key: string; nth: number }
type VisitRow = Row & {
  visitNode: string
  outlet: string | null
  visitState: string
  visitReason: string | null
  leftAt: Date
}

/**
 * The customers behind a number of a journey, newest first. Who was inside when the journey was stopped or emptied
 * counts as ended by that at once, as in the counts. Throws `not-found`.
 */
export async function listEnrollments(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journey: string,
  { node, state, outlet, reason, period, cursor, limit }: EnrollmentFilter & Page,
): Promise<Listed<ListedEnrollment>> {
  const from = readCursor(place, cursor) ?? [null, null, null]
  if (!isUuid(journey)) throw new Refused('not-found')
  const known = await pool.query('SELECT FROM journey WHERE workspace = $1 AND id = $2', [workspace, journey])
  if (known.rowCount === 0) throw new Refused('not-found')

  const wanted = [workspace, journey, ...from, limit + 1, node ?? null, state ?? null, reason ?? null]
  const days = period ? [period.from, period.to] : []
  const cursorOf = ({ key, id, nth }: Row): string => writeCursor([key, id, nth])
  if (outlet === undefined && !(state !== undefined && statesOfVisits.includes(state))) {
    const when = state === 'ended' || reason !== undefined ? ended : entered
    const { rows } = await pool.query<Row>(enrollments(period ? when : ''), [...wanted, ...days])
    return pageOf(rows, limit, ({ key: _key, nth: _nth, ...row }) => ({ ...row, visit: null }), cursorOf)
  }
  const { rows } = await pool.query<VisitRow>(visits(period ? visited : ''), [...wanted, outlet ?? null, ...days])
  return pageOf(rows, limit, withVisit, cursorOf)
}

const withVisit = ({ key: _key, nth, visitNode, visitState, visitReason, leftAt, outlet, ...row }: VisitRow) => ({
  ...row,
  visit: { id: `${row.id}.${nth}`, node: visitNode, outlet, state: visitState, reason: visitReason, at: leftAt },
})

/** SQL: a time is of the days that two parameters name, UTC. */
const within = (column: string, first: number): string =>
  `(${column} >= $${first}::date::timestamp AT TIME ZONE 'UTC' AND ${column} < ($${first + 1}::date + 1)::timestamp AT TIME ZONE 'UTC')`
const entered = `AND ${within('e.entered_at', 10)}`
const ended = `AND (${within('e.ended_at', 10)} OR e.ended_at IS NULL AND ${within('c.at', 10)})`
/** As it was left; but what a message came to afterwards has a time of its own. */
const visited = `AND CASE WHEN $8 IN ('opened', 'clicked') THEN EXISTS (
    SELECT FROM touch t WHERE t.workspace = v.workspace AND t.enrollment = v.enrollment AND t.visit = v.nth
                          AND ${within("CASE $8 WHEN 'opened' THEN t.opened_at ELSE t.clicked_at END", 11)})
  ELSE ${within('v.left_at', 11)} END`

const enrollments = (when: string): string => `
SELECT ${columns}, ${keepText('e.entered_at')} AS key, 0 AS nth
  FROM enrollment e ${joins}
 WHERE e.workspace = $1 AND e.journey = $2
   AND ($3::timestamptz IS NULL OR (e.entered_at, e.id, 0) < ($3, $4::uuid, $5::integer))
   AND ($7::text IS NULL OR e.node = $7) ${when}
   AND CASE WHEN $8::text IS NULL THEN true
            WHEN $8 = 'ended' THEN ${isOver}
            WHEN $8 IN ('active', 'here') THEN NOT ${isOver}
            ELSE NOT ${isOver} AND e.state = $8 END
   AND ($9::text IS NULL OR ${isOver} AND coalesce(e.reason, c.reason) = $9)
 ORDER BY e.entered_at DESC, e.id DESC LIMIT $6`

const visits = (when: string): string => `
SELECT ${columns}, ${keepText('v.left_at')} AS key, v.nth,
       v.node AS "visitNode", v.outlet, v.state AS "visitState", v.reason AS "visitReason", v.left_at AS "leftAt"
  FROM visit v
  JOIN enrollment e ON e.workspace = v.workspace AND e.id = v.enrollment ${joins}
 WHERE v.workspace = $1 AND v.journey = $2
   AND ($3::timestamptz IS NULL OR (v.left_at, v.enrollment, v.nth) < ($3, $4::uuid, $5::integer))
   AND ($7::text IS NULL OR v.node = $7) ${when}
   AND ($10::text IS NULL OR v.outlet = $10)
   AND CASE WHEN $8::text IS NULL THEN true
            WHEN $8 IN ('passed', 'failed', 'blocked') THEN v.state = $8
            WHEN $8 IN ('delivered', 'in-doubt', 'opened', 'clicked') THEN EXISTS (
              SELECT FROM touch t WHERE t.workspace = v.workspace AND t.enrollment = v.enrollment AND t.visit = v.nth
                                    AND CASE $8 WHEN 'opened' THEN t.opened_at IS NOT NULL
                                                WHEN 'clicked' THEN t.clicked_at IS NOT NULL ELSE t.state = $8 END)
            WHEN $8 = 'ended' THEN ${isOver}
            WHEN $8 IN ('active', 'here') THEN NOT ${isOver}
            ELSE NOT ${isOver} AND e.state = $8 END
   AND ($9::text IS NULL OR ${isOver} AND coalesce(e.reason, c.reason) = $9)
 ORDER BY v.left_at DESC, v.enrollment DESC, v.nth DESC LIMIT $6`
