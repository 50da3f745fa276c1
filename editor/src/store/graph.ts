import type { JourneyEdge, JourneyNode } from './journey.ts'

/** A journey's nodes and edges by where they stand, read once for each state of the document. */
export interface Links {
  from: ReadonlyMap<string, readonly JourneyEdge[]>
  into: ReadonlyMap<string, readonly JourneyEdge[]>
}

const none: readonly JourneyEdge[] = []
const nodeIndexes = new WeakMap<readonly JourneyNode[], ReadonlyMap<string, JourneyNode>>()
const edgeIndexes = new WeakMap<readonly JourneyEdge[], Links>()

/** Documents are never changed in place, so that a list that was read stays as it was. */
export function nodesById(nodes: readonly JourneyNode[]): ReadonlyMap<string, JourneyNode> {
  let index = nodeIndexes.get(nodes)
  if (!index) {
    // Of two with one id the first counts, as everywhere.
    index = new Map([...nodes].reverse().map((node) => [node.id, node]))
    nodeIndexes.set(nodes, index)
  }
  return index
}

export function linksOf(edges: readonly JourneyEdge[]): Links {
  const known = edgeIndexes.get(edges)
  if (known) return known
  const from = new Map<string, JourneyEdge[]>()
  const into = new Map<string, JourneyEdge[]>()
  const put = (index: Map<string, JourneyEdge[]>, id: string, edge: JourneyEdge) => {
    const edges = index.get(id)
    if (edges) edges.push(edge)
    else index.set(id, [edge])
  }
  for (const edge of edges) {
    put(from, edge.from, edge)
    put(into, edge.to, edge)
  }
  const links = { from, into }
  edgeIndexes.set(edges, links)
  return links
}

export const edgesFrom = (edges: readonly JourneyEdge[], id: string): readonly JourneyEdge[] =>
  linksOf(edges).from.get(id) ?? none
export const edgesInto = (edges: readonly JourneyEdge[], id: string): readonly JourneyEdge[] =>
  linksOf(edges).into.get(id) ?? none
