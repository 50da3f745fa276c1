import type { Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import type pg from 'pg'
import type { Plan } from '../journey/plan.ts'
import { factKey, leavesOf, splitField } from '../rules/read-leaf.ts'
import { didCountSql } from '../rules/sql.ts'
import type { Counted } from '../step/context.ts'
import type { Judged } from './judge.ts'
import type { Listening } from './plans.ts'

const nothing: Counted = () => undefined

type Asking = Pick<Judged, 'customer' | 'messages' | 'standings'> & { entryNumber: number }

/** What conditions ask for, as it was when an event came; about touches, of this enrollment. */
export type CountedAt = (customer: number, event: number, enrollment?: string) => Counted

/**
 * Counts what conditions ask for: `did.…` for each customer as of each event that somebody listens to, `touch.…` for each
 * enrollment that such an event may meet. One statement each, and none where nobody asks.
 */
export async function countFacts(
  client: pg.ClientBase,
  workspace: number,
  nowMs: number,
  listening: Listening,
  asking: Asking[],
  plans: readonly Plan[],
): Promise<CountedAt> {
  const met = asking.flatMap(({ standings }) => [...standings.values()])
  const touched = met.filter(({ plan }) => asksForTouches(plan)).map(({ at }) => at.id)
  const touches = touched.length > 0 ? await touchStates(client, workspace, touched) : undefined
  const leaves = didLeaves([...plans, ...met.map(({ plan }) => plan)])
  if (leaves.size === 0 && !touches) return () => nothing
  const points = asking.flatMap(({ customer, messages, entryNumber }) => [
    ...messages
      .filter(({ name }) => listening.names.has(name))
      .map(({ number }): [number, number] => [customer.row, number]),
    [customer.row, entryNumber] satisfies [number, number],
  ])
  const counts = leaves.size > 0 ? await count(client, workspace, nowMs, leaves, points) : undefined
  return (customer, event, enrollment) => (leaf) => {
    const { root, rest } = splitField(leaf.field)
    return root === 'touch'
      ? touches?.get(`${enrollment} ${rest}`)
      : counts?.get(`${customer}.${event}`)?.get(factKey(leaf))
  }
}

/** The same for one step: counts as of now, and how the touches of this enrollment stand. */
export async function countForStep(
  client: pg.ClientBase,
  workspace: number,
  nowMs: number,
  plan: Plan,
  who: { customer: number; enrollment: string },
): Promise<Counted> {
  const leaves = didLeaves([plan])
  const all = Number.MAX_SAFE_INTEGER
  const counts = leaves.size > 0 ? await count(client, workspace, nowMs, leaves, [[who.customer, all]]) : undefined
  const touches = asksForTouches(plan) ? await touchStates(client, workspace, [who.enrollment]) : undefined
  return (leaf) => {
    const { root, rest } = splitField(leaf.field)
    return root === 'touch'
      ? touches?.get(`${who.enrollment} ${rest}`)
      : counts?.get(`${who.customer}.${all}`)?.get(factKey(leaf))
  }
}

/** What `did.…` leaves of these rules count for one customer, as it was when each of these events came. */
export async function countAtEvents(
  client: pg.ClientBase,
  workspace: number,
  nowMs: number,
  rules: readonly Rule[],
  { customer, numbers }: { customer: number; numbers: readonly number[] },
): Promise<(number: number, leaf: RuleLeaf) => number | undefined> {
  const leaves = countedLeaves(rules.flatMap((rule) => [...leavesOf(rule)].map(({ leaf }) => leaf)))
  if (leaves.size === 0 || numbers.length === 0) return () => undefined
  const points = numbers.map((number): [number, number] => [customer, number])
  const counts = await count(client, workspace, nowMs, leaves, points)
  return (number, leaf) => counts.get(`${customer}.${number}`)?.get(factKey(leaf))
}

const asksForTouches = ({ facts }: Plan): boolean => facts.some(({ field }) => splitField(field).root === 'touch')

const didLeaves = (plans: readonly Plan[]): Map<string, RuleLeaf> =>
  countedLeaves([...new Set(plans)].flatMap(({ facts }) => facts))

/** The `did.…` leaves among these, each once, by its key. */
const countedLeaves = (leaves: readonly RuleLeaf[]): Map<string, RuleLeaf> =>
  new Map(leaves.filter(({ field }) => splitField(field).root === 'did').map((leaf) => [factKey(leaf), leaf]))

/** By `customer.number`: the count of each leaf, by its key. */
async function count(
  client: pg.ClientBase,
  workspace: number,
  nowMs: number,
  leaves: Map<string, RuleLeaf>,
  points: [number, number][],
): Promise<Map<string, Map<string, number>>> {
  const params: unknown[] = [workspace, points.map(([customer]) => customer), points.map(([, number]) => number)]
  // An array, as a function takes no more than a hundred arguments.
  const counts = [...leaves.values()].map((leaf) => didCountSql(leaf, { params, nowMs, upTo: 'p.number' }))
  const { rows } = await client.query<{ customer: number; number: number; counts: number[] }>(
    `SELECT p.customer, p.number, to_jsonb(ARRAY[${counts.join(', ')}]::bigint[]) AS counts
     FROM unnest($2::bigint[], $3::bigint[]) AS p(customer, number)
     JOIN customer c ON c.workspace = $1 AND c.id = p.customer`,
    params,
  )
  const keys = [...leaves.keys()]
  return new Map(
    rows.map(({ customer, number, counts }) => [
      `${customer}.${number}`,
      new Map(keys.map((key, nth) => [key, counts[nth] ?? 0])),
    ]),
  )
}

/** What the last touch of each node has reached, by `enrollment node`. Whoever opens a message has it, whatever was said of its delivery. */
async function touchStates(
  client: pg.ClientBase,
  workspace: number,
  enrollments: string[],
): Promise<Map<string, string | readonly string[]>> {
  const { rows } = await client.query<{ enrollment: string; node: string; reached: string[] }>({
    name: 'touch-states',
    text: `SELECT DISTINCT ON (enrollment, node) enrollment, node, array_remove(ARRAY[state,
             CASE WHEN opened_at IS NOT NULL AND state <> 'delivered' THEN 'delivered' END,
             CASE WHEN opened_at IS NOT NULL THEN 'opened' END, CASE WHEN clicked_at IS NOT NULL THEN 'clicked' END], NULL) AS reached
           FROM touch WHERE workspace = $1 AND enrollment = ANY($2::uuid[]) ORDER BY enrollment, node, visit DESC`,
    values: [workspace, enrollments],
  })
  return new Map(
    rows.map(({ enrollment, node, reached }) => {
      const [state = '', ...more] = reached
      return [`${enrollment} ${node}`, more.length > 0 ? reached : state]
    }),
  )
}
