import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { Journey } from '../journey/journey.ts'
import { type DraftNode, issueOf } from './draft.ts'

/** The edges that can be followed: node → outlet → node. */
export type Ways = ReadonlyMap<string, ReadonlyMap<string, string>>

const isEntry = ({ type, category }: DraftNode): boolean => category === 'enter' || type?.entry !== undefined

/** Whether customers may rest here; an unknown type may. */
const mayRest = ({ category }: DraftNode): boolean => category === 'wait' || category === undefined

/** Reads the edges, with everything that is wrong with how nodes hang together. `nodes`: by id, in the order drawn. */
export function checkGraph(
  journey: Journey,
  nodes: ReadonlyMap<string, DraftNode>,
  language: Language,
): { ways: Ways; issues: Issue[] } {
  const ways = new Map<string, Map<string, string>>([...nodes.keys()].map((id) => [id, new Map()]))
  const issues = journey.edges.flatMap(({ from, outlet, to }, nth): Issue[] => {
    const path = `/edges/${nth}`
    const [source, target, taken] = [nodes.get(from), nodes.get(to), ways.get(from)]
    const node = source ? from : target ? to : undefined
    const found: Issue[] = []
    if (!source) found.push(issueOf('unknown-node', language, { path: `${path}/from`, node, about: from }))
    if (!target) found.push(issueOf('unknown-node', language, { path: `${path}/to`, node, about: to }))
    else if (isEntry(target))
      found.push(issueOf('edge-into-entry', language, { path: `${path}/to`, node: to, about: to }))
    if (source?.outlets && !source.outlets.includes(outlet)) {
      const more = source.outlets.join(', ')
      found.push(issueOf('unknown-outlet', language, { path: `${path}/outlet`, node, about: outlet, more }))
    } else if (taken?.has(outlet)) {
      found.push(issueOf('outlet-taken', language, { path: `${path}/outlet`, node, about: outlet }))
    } else if (target) taken?.set(outlet, to)
    return found
  })

  const drawn = [...nodes.values()]
  const entries = drawn.filter(isEntry)
  if (entries.length === 0) issues.push(issueOf('no-entry', language, { path: '/nodes' }))
  issues.push(...loops(drawn, ways, language))
  if (entries.length > 0) {
    const reached = reach(
      entries.map(({ node }) => node.id),
      (id) => ways.get(id)?.values() ?? [],
    )
    const lost = drawn.filter(({ node }) => !reached.has(node.id))
    issues.push(
      ...lost.map(({ node, path }) => issueOf('unreachable', language, { path, node: node.id, severity: 'warning' })),
    )
  }
  return { ways, issues }
}

/** All that can be come to from somewhere, that included. */
function reach(from: readonly string[], next: (id: string) => Iterable<string>): Set<string> {
  const reached = new Set(from)
  for (const id of reached) for (const to of next(id)) reached.add(to)
  return reached
}

/** One issue for each knot of nodes that go round without a wait. */
function loops(drawn: readonly DraftNode[], ways: Ways, language: Language): Issue[] {
  const restless = new Map(drawn.filter((node) => !mayRest(node)).map((node) => [node.node.id, node]))
  const forth = new Map(
    [...restless.keys()].map((id) => [id, [...(ways.get(id)?.values() ?? [])].filter((to) => restless.has(to))]),
  )
  const knots = knotsOf(forth)
  return knots.flatMap((ids) => {
    const [first] = ids.flatMap((id) => restless.get(id) ?? [])
    const about = `${ids
      .slice(0, 5)
      .map((id) => `“${id}”`)
      .join(', ')}${ids.length > 5 ? ', …' : ''}`
    return first ? [issueOf('loop-without-wait', language, { path: first.path, node: first.node.id, about })] : []
  })
}

/** The strongly connected parts of a graph that hold a cycle, members in the graph's order. */
function knotsOf(forth: ReadonlyMap<string, readonly string[]>): string[][] {
  const core = new Map<string, number>([...forth.keys()].map((id) => [id, 0]))
  for (const targets of forth.values()) for (const to of targets) core.set(to, (core.get(to) ?? 0) + 1)
  // What nothing leads to lies on no cycle: peeled off, most graphs are gone.
  const bare = [...core].flatMap(([id, count]) => (count === 0 ? [id] : []))
  for (const id of bare) {
    core.delete(id)
    for (const to of forth.get(id) ?? []) {
      const left = (core.get(to) ?? 0) - 1
      core.set(to, left)
      if (left === 0) bare.push(to)
    }
  }
  const back = new Map<string, string[]>([...core.keys()].map((id) => [id, []]))
  for (const id of core.keys()) for (const to of forth.get(id) ?? []) back.get(to)?.push(id)

  const knots: string[][] = []
  for (const id of core.keys()) {
    if (!core.has(id)) continue
    const ahead = reach(forth.get(id) ?? [], (at) => forth.get(at) ?? [])
    if (!ahead.has(id)) continue
    const behind = reach([id], (at) => back.get(at) ?? [])
    const knot = [...core.keys()].filter((at) => ahead.has(at) && behind.has(at))
    knots.push(knot)
    for (const member of knot) core.delete(member)
  }
  return knots
}
