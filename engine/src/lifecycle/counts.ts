import { outletsOf } from '@wend/nodes/sdk/define-node'
import type { Engine } from '../engine.ts'
import { journey as journeyFile } from '../journey/journey.ts'
import { isUuid } from '../reads/uuid.ts'
import type { EndReason } from '../step/enrollment.ts'
import { Refused } from './refused.ts'

/** Every way for an enrollment to end. */
export const endReasons = [
  'completed',
  'goal',
  'exit',
  'stopped',
  'discarded',
  'merged',
  'node-removed',
  'runaway',
  'erased',
] as const satisfies readonly EndReason[]

/** What happened at one node: customers resting there now, and visits by what came of them and by outlet. */
export interface NodeCounts {
  here: number
  passed: number
  failed: number
  blocked: number
  /** Touches made there that arrived, and those that nobody knows of. */
  delivered: number
  inDoubt: number
  /** Of those that arrived, as far as their channel tells: opened, and with a link in it followed. */
  opened: number
  clicked: number
  outlets: Record<string, number>
}

/** The numbers on a journey: enrollments, and visits at each node. */
export interface Counts {
  entered: number
  active: number
  ended: Record<EndReason, number>
  nodes: Record<string, NodeCounts>
}

/** Days in UTC, `2026-11-28`, both of them included. */
export interface Period {
  from: string
  to: string
}

/** A name that was counted. `then`: what happened in the time that is asked for; `now`: what is true by all that ever happened. */
interface Row {
  part: 'both' | 'now' | 'then'
  current: boolean
  reason: EndReason | null
  cutThen: boolean
  name: string | null
  n: number | null
}

/** What was rolled up, and what was appended since. */
const allTime = `
  SELECT 'both' AS part, epoch, name, n FROM count_total WHERE workspace = $1 AND journey = $2
  UNION ALL
  SELECT 'both', epoch, key, value::bigint FROM count_delta, jsonb_each_text(delta) WHERE workspace = $1 AND journey = $2`

/** The same for what is true now, beside what days have kept; what was not rolled up yet counts as today's. */
const withinDays = `
  SELECT 'now' AS part, epoch, name, n FROM (${allTime}) AS ever
   WHERE name = 'entered' OR starts_with(name, 'ended:') OR starts_with(name, 'here:')
  UNION ALL
  SELECT 'then', NULL, name, n FROM count_day WHERE workspace = $1 AND journey = $2 AND day BETWEEN $3::date AND $4::date
  UNION ALL
  SELECT 'then', NULL, key, value::bigint FROM count_delta, jsonb_each_text(delta)
   WHERE workspace = $1 AND journey = $2 AND (now() AT TIME ZONE 'UTC')::date BETWEEN $3::date AND $4::date`

const counted = (what: string, cutThen: string) => `
  SELECT counted.part, counted.epoch = journey.epoch AS current, journey_cut.reason, ${cutThen} AS "cutThen", counted.name, counted.n
    FROM journey
    JOIN LATERAL (SELECT part, epoch, name, sum(n)::bigint AS n FROM (${what}) AS every_kind GROUP BY part, epoch, name) AS counted
      ON true
    LEFT JOIN journey_cut ON journey_cut.workspace = $1 AND journey_cut.journey = $2
                         AND journey_cut.epoch = counted.epoch
   WHERE journey.workspace = $1 AND journey.id = $2`

/**
 * Counts a journey in two statements: what was rolled up and what was appended since, in one snapshot, so that every
 * number agrees with the others. Who had not ended when an epoch was cut counts as ended by that cut at once.
 * Of a period: what happened within it; who is `active` and who rests `here` is always told of now.
 * Throws `not-found`.
 */
export async function countJourney(
  { pool, catalog }: Pick<Engine, 'pool' | 'catalog'>,
  workspace: number,
  id: string,
  period?: Period,
): Promise<Counts> {
  if (!isUuid(id)) throw new Refused('not-found')
  const { rows: versions } = await pool.query<{ graph: unknown }>(
    `SELECT version.graph FROM journey
       LEFT JOIN version ON version.workspace = journey.workspace AND version.journey = journey.id
                        AND version.number = journey.live_version
      WHERE journey.workspace = $1 AND journey.id = $2`,
    [workspace, id],
  )
  const [version] = versions
  if (!version) throw new Refused('not-found')

  const { rows } = period
    ? await pool.query<Row>(
        counted(withinDays, `(journey_cut.at AT TIME ZONE 'UTC')::date BETWEEN $3::date AND $4::date`),
        [workspace, id, period.from, period.to],
      )
    : await pool.query<Row>(counted(allTime, 'true'), [workspace, id])

  const counts: Counts = { entered: 0, active: 0, ended: zeroEndings(), nodes: {} }
  if (version.graph !== null)
    for (const { id: node, type, version: number, config } of journeyFile.parse(version.graph).nodes) {
      const definition = catalog.find(type, number)
      const outlets = definition ? outletsOf(definition, config) : []
      nodeOf(counts, node).outlets = Object.fromEntries(outlets.map((outlet) => [outlet, 0]))
    }
  for (const row of rows) {
    if (row.part !== 'then') addNow(counts, row)
    if (row.part !== 'now') addThen(counts, row)
  }
  return counts
}

/** Whoever entered and has not ended is active, or was ended by the cut of her epoch. */
function addNow(counts: Counts, { current, reason, cutThen, name, n }: Row): void {
  if (name === null || n === null) return
  const [what, subject] = name.split(':')
  if (what === 'here' && subject !== undefined) {
    nodeOf(counts, subject).here += current ? n : 0
  } else if (what === 'entered' || what === 'ended') {
    const open = what === 'entered' ? n : -n
    if (current || reason === null) counts.active += open
    else if (cutThen) counts.ended[reason] += open
  }
}

function addThen(counts: Counts, { name, n }: Row): void {
  if (name === null || n === null) return
  const [what, subject, ...rest] = name.split(':')
  if (what === 'entered') counts.entered += n
  else if (what === 'ended') {
    const ending = endReasons.find((each) => each === subject)
    if (ending) counts.ended[ending] += n
  } else if (subject) {
    const node = nodeOf(counts, subject)
    if (what === 'passed') node.passed += n
    else if (what === 'failed') node.failed += n
    else if (what === 'blocked') node.blocked += n
    else if (what === 'delivered') node.delivered += n
    else if (what === 'doubt') node.inDoubt += n
    else if (what === 'opened') node.opened += n
    else if (what === 'clicked') node.clicked += n
    else if (what === 'out') {
      const outlet = rest.join(':')
      node.outlets[outlet] = (Object.hasOwn(node.outlets, outlet) ? (node.outlets[outlet] ?? 0) : 0) + n
    }
  }
}

const zeroEndings = (): Record<EndReason, number> => ({
  completed: 0,
  goal: 0,
  exit: 0,
  stopped: 0,
  discarded: 0,
  merged: 0,
  'node-removed': 0,
  runaway: 0,
  erased: 0,
})

function nodeOf({ nodes }: Counts, id: string): NodeCounts {
  const known = Object.hasOwn(nodes, id) ? nodes[id] : undefined
  if (known) return known
  const fresh: NodeCounts = {
    here: 0,
    passed: 0,
    failed: 0,
    blocked: 0,
    delivered: 0,
    inDoubt: 0,
    opened: 0,
    clicked: 0,
    outlets: {},
  }
  nodes[id] = fresh
  return fresh
}
