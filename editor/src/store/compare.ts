import { edgeId, type Journey, type JourneyEdge, type JourneyNode, type Json } from './journey.ts'
import { same } from './merge.ts'

/** A place that is not the same on both sides. `path`: keys, and a branch's id where a list is one of branches. */
export interface FieldChange {
  path: readonly string[]
  before: Json | undefined
  after: Json | undefined
}

export type Mark = 'added' | 'removed' | 'changed'

export interface NodeChange {
  mark: Mark
  /** As it is after, or was before where it is gone. */
  node: JourneyNode
  fields: readonly FieldChange[]
}

export interface EdgeChange {
  mark: 'added' | 'removed'
  edge: JourneyEdge
}

/** What was done to a journey between two states of it; where cards stand is not part of it. */
export interface Comparison {
  nodes: readonly NodeChange[]
  edges: readonly EdgeChange[]
  /** The journey's own: its name, settings, notes. */
  journey: readonly FieldChange[]
}

/** Compares two states of a journey. */
export function compare(before: Journey, after: Journey): Comparison {
  const was = new Map(before.nodes.map((node) => [node.id, node]))
  const is = new Map(after.nodes.map((node) => [node.id, node]))
  return {
    nodes: [
      ...after.nodes.flatMap((node): NodeChange[] => {
        const old = was.get(node.id)
        if (!old) return [{ mark: 'added', node, fields: [] }]
        const fields = changesIn(contentOf(old), contentOf(node), [])
        return fields.length > 0 ? [{ mark: 'changed', node, fields }] : []
      }),
      ...before.nodes.flatMap((node): NodeChange[] => (is.has(node.id) ? [] : [{ mark: 'removed', node, fields: [] }])),
    ],
    edges: [
      ...onlyIn(after.edges, before.edges).map((edge) => ({ mark: 'added' as const, edge })),
      ...onlyIn(before.edges, after.edges).map((edge) => ({ mark: 'removed' as const, edge })),
    ],
    journey: changesIn(ownOf(before), ownOf(after), []),
  }
}

export const isSame = ({ nodes, edges, journey }: Comparison): boolean =>
  nodes.length + edges.length + journey.length === 0

/** What undo and a merge call what a comparison found. */
export const pathsOf = ({ nodes, edges, journey }: Comparison): string[] => [
  ...nodes.map(({ node }) => `nodes/${node.id}`),
  ...edges.map(({ edge }) => `edges/${edge.from}/${edge.outlet}`),
  ...journey.map(({ path }) => path.join('/')),
]

const contentOf = ({ type, version, name, config }: JourneyNode): Json => ({
  type,
  version,
  ...(name === undefined ? {} : { name }),
  config,
})

const ownOf = ({ name, settings, notes = [] }: Journey): Json => ({
  name,
  settings: JSON.parse(JSON.stringify(settings)),
  notes: Object.fromEntries(notes.map(({ id, text }) => [id, text])),
})

function onlyIn(edges: readonly JourneyEdge[], others: readonly JourneyEdge[]): JourneyEdge[] {
  const theirs = new Map(others.map((edge) => [edgeId(edge), edge.to]))
  return edges.filter((edge) => theirs.get(edgeId(edge)) !== edge.to)
}

/** Every place that differs, as deep as both sides have the same shape. */
function changesIn(before: Json | undefined, after: Json | undefined, path: readonly string[]): FieldChange[] {
  if (same(before, after)) return []
  const [was, is] = [membersOf(before), membersOf(after)]
  if (!was || !is) return [{ path, before, after }]
  const keys = new Set([...was.keys(), ...is.keys()])
  const inside = [...keys].flatMap((key) => changesIn(was.get(key), is.get(key), [...path, key]))
  // Of branches the first that holds decides: their order is a value too.
  return inside.length > 0 ? inside : [{ path, before, after }]
}

/** An object by its keys, a list of branches by their ids; nothing for what is only whole. */
function membersOf(value: Json | undefined): Map<string, Json> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  // A rule says something as a whole only.
  if (!Array.isArray(value)) return Array.isArray(value.rules) ? undefined : new Map(Object.entries(value))
  const ids = value.map((one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one) && typeof one.id === 'string' ? one.id : undefined,
  )
  if (new Set(ids).size < ids.length) return undefined
  const members = new Map<string, Json>()
  for (const [nth, id] of ids.entries()) {
    const one = value[nth]
    if (id === undefined || one === undefined) return undefined
    members.set(id, one)
  }
  return members
}
