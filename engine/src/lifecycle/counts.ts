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

interface Row {
  epoch: number
  current: boolean
  reason: EndReason | null
  name: string | null
  n: number | null
}

/**
 * Counts a journey in two statements: what was rolled up and what was appended since, in one snapshot, so that every
 * number agrees with the others. Who had not ended when an epoch was cut counts as ended by that cut at once.
 * Throws `not-found`.
 */
export async function countJourney(
  { pool, catalog }: Pick<Engine, 'pool' | 'catalog'>,
  workspace: number,
  id: string,
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

  const { rows } = await pool.query<Row>(
    `SELECT counted.epoch, counted.epoch = journey.epoch AS current, journey_cut.reason, counted.name, counted.n
       FROM journey
       JOIN LATERAL (
         SELECT epoch, name, sum(n)::bigint AS n
           FROM (SELECT epoch, name, n FROM count_total WHERE workspace = $1 AND journey = $2
                 UNION ALL
                 SELECT epoch, key, value::bigint FROM count_delta, jsonb_each_text(delta)
                  WHERE workspace = $1 AND journey = $2) AS both_kinds
          GROUP BY epoch, name) AS counted ON true
       LEFT JOIN journey_cut ON journey_cut.workspace = $1 AND journey_cut.journey = $2
                            AND journey_cut.epoch = counted.epoch
      WHERE journey.workspace = $1 AND journey.id = $2`,
    [workspace, id],
  )

  const counts: Counts = { entered: 0, active: 0, ended: zeroEndings(), nodes: {} }
  if (version.graph !== null)
    for (const { id: node, type, version: number, config } of journeyFile.parse(version.graph).nodes) {
      const definition = catalog.find(type, number)
      const outlets = definition ? outletsOf(definition, config) : []
      nodeOf(counts, node).outlets = Object.fromEntries(outlets.map((outlet) => [outlet, 0]))
    }
  for (const row of rows) add(counts, row)
  return counts
}

/** The totals of one journey in a list. */
export interface Totals {
  entered: number
  active: number
  ended: number
  /** Of today and the six days before it, UTC; a second old. */
  week: { entered: number; goals: number; failed: number }
}

const noWeek = { entered: 0, goals: 0, failed: 0 }
export const noTotals: Totals = { entered: 0, active: 0, ended: 0, week: noWeek }

/** The totals of many journeys, in one statement; a journey that nobody entered yet has none. */
export async function countTotals(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journeys: readonly string[],
): Promise<Map<string, Totals>> {
  const { rows } = await pool.query<{
    journey: string
    entered: number
    open: number
    week: Record<string, number> | null
  }>(
    `SELECT journey.id AS journey,
            (SELECT jsonb_object_agg(name, n) FROM (SELECT name, sum(n) AS n FROM count_day
              WHERE workspace = $1 AND count_day.journey = journey.id AND day > (now() AT TIME ZONE 'UTC')::date - 7
              GROUP BY name) AS days) AS week,
            coalesce(sum(counted.n) FILTER (WHERE counted.name = 'entered'), 0)::bigint AS entered,
            coalesce(sum(CASE WHEN counted.name = 'entered' THEN counted.n ELSE -counted.n END)
                     FILTER (WHERE counted.epoch = journey.epoch), 0)::bigint AS open
       FROM journey
       JOIN (SELECT journey, epoch, name, n FROM count_total WHERE workspace = $1 AND journey = ANY($2)
             UNION ALL
             SELECT journey, epoch, key, value::bigint FROM count_delta, jsonb_each_text(delta)
              WHERE workspace = $1 AND journey = ANY($2)) AS counted ON counted.journey = journey.id
      WHERE journey.workspace = $1 AND journey.id = ANY($2)
        AND (counted.name = 'entered' OR counted.name LIKE 'ended:%')
      GROUP BY journey.id`,
    [workspace, journeys],
  )
  return new Map(
    rows.map(({ journey, entered, open, week }) => [
      journey,
      { entered, active: open, ended: entered - open, week: { ...noWeek, ...week } },
    ]),
  )
}

function add(counts: Counts, { current, reason, name, n }: Row): void {
  if (name === null || n === null) return
  const [what, subject, ...rest] = name.split(':')
  if (what === 'entered') {
    counts.entered += n
    addOpen(counts, n, current, reason)
  } else if (what === 'ended') {
    const ending = endReasons.find((each) => each === subject)
    if (ending) counts.ended[ending] += n
    addOpen(counts, -n, current, reason)
  } else if (subject !== undefined) {
    const node = nodeOf(counts, subject)
    if (what === 'here' && current) node.here += n
    else if (what === 'passed') node.passed += n
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

/** Whoever entered and has not ended is active, or was ended by the cut of her epoch. */
function addOpen(counts: Counts, n: number, current: boolean, cut: EndReason | null): void {
  if (current || cut === null) counts.active += n
  else counts.ended[cut] += n
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
