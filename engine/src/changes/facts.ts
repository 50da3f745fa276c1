import type { RuleLeaf } from '@wend/nodes/sdk/rule'
import type pg from 'pg'
import type { Plan } from '../journey/plan.ts'
import { factKey, splitField } from '../rules/read-leaf.ts'
import { didCountSql } from '../rules/sql.ts'
import type { Counted } from '../step/context.ts'
import type { Judged } from './judge.ts'
import type { Listening } from './plans.ts'

const nothing: Counted = () => undefined

type Asking = Pick<Judged, 'customer' | 'messages' | 'standings'> & { entryNumber: number }

/** Counts as they were when an event came. */
export type CountedAt = (customer: number, event: number) => Counted

/**
 * Counts what conditions ask for (`did.…`), for each customer as of each event that somebody listens to: one statement, and
 * none where nobody asks.
 */
export async function countFacts(
  client: pg.ClientBase, workspace: number, nowMs: number, listening: Listening, asking: Asking[], plans: readonly Plan[],
): Promise<CountedAt> {
  const leaves = didLeaves([...plans, ...asking.flatMap(({ standings }) => [...standings.values()].map(({ plan }) => plan))])
  if (leaves.size === 0) return () => nothing
  const points = asking.flatMap(({ customer, messages, entryNumber }) => [
    ...messages.filter(({ name }) => listening.names.has(name)).map(({ number }): [number, number] => [customer.row, number]),
    [customer.row, entryNumber] satisfies [number, number],
  ])
  const counts = await count(client, workspace, nowMs, leaves, points)
  return (customer, event) => (leaf) => counts.get(`${customer}.${event}`)?.[factKey(leaf)]
}

/** The same for one step: counts as of now, and how the touches of this enrollment stand. */
export async function countForStep(
  client: pg.ClientBase, workspace: number, nowMs: number, plan: Plan, who: { customer: number; enrollment: string },
): Promise<Counted> {
  const leaves = didLeaves([plan])
  const all = Number.MAX_SAFE_INTEGER
  const counts = leaves.size > 0 ? await count(client, workspace, nowMs, leaves, [[who.customer, all]]) : undefined
  const touches = plan.facts.some(({ field }) => splitField(field).root === 'touch')
    ? await touchStates(client, workspace, who.enrollment)
    : undefined
  return (leaf) => {
    const { root, rest } = splitField(leaf.field)
    return root === 'touch' ? touches?.get(rest) : counts?.get(`${who.customer}.${all}`)?.[factKey(leaf)]
  }
}

function didLeaves(plans: readonly Plan[]): Map<string, RuleLeaf> {
  const leaves = new Map<string, RuleLeaf>()
  for (const plan of new Set(plans)) for (const leaf of plan.facts) if (splitField(leaf.field).root === 'did') leaves.set(factKey(leaf), leaf)
  return leaves
}

/** By `customer.number`: the count of each leaf, by its key. */
async function count(
  client: pg.ClientBase, workspace: number, nowMs: number, leaves: Map<string, RuleLeaf>, points: [number, number][],
): Promise<Map<string, Record<string, number>>> {
  const params: unknown[] = [workspace, points.map(([customer]) => customer), points.map(([, number]) => number)]
  const columns = [...leaves].map(([key, leaf]) => {
    params.push(key)
    return `$${params.length}::text, ${didCountSql(leaf, { params, nowMs, upTo: 'p.number' })}`
  })
  const { rows } = await client.query<{ customer: number; number: number; counts: Record<string, number> }>(
    `SELECT p.customer, p.number, jsonb_build_object(${columns.join(', ')}) AS counts
     FROM unnest($2::bigint[], $3::bigint[]) AS p(customer, number)
     JOIN customer c ON c.workspace = $1 AND c.id = p.customer`,
    params,
  )
  return new Map(rows.map(({ customer, number, counts }) => [`${customer}.${number}`, counts]))
}

/** How the last touch of each node stands. */
async function touchStates(client: pg.ClientBase, workspace: number, enrollment: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ node: string; state: string }>({
    name: 'touch-states',
    text: `SELECT DISTINCT ON (node) node, state FROM touch WHERE workspace = $1 AND enrollment = $2 ORDER BY node, visit DESC`,
    values: [workspace, enrollment],
  })
  return new Map(rows.map(({ node, state }) => [node, state]))
}
