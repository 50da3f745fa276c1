import type { Edge, Node } from '@xyflow/react'
import type { Comparison, Mark } from '../store/compare.ts'
import { edgeId, type Journey, type JourneyNode, type Point } from '../store/journey.ts'

export type ComparedNode = Node<{ node: JourneyNode; mark: Mark | undefined; outlets: readonly string[] }, 'compared'>
export type ComparedEdge = Edge<{ mark: 'added' | 'removed' | undefined }, 'compared'>

/** Both states in one drawing: as it is after, and what is gone as a ghost where it was. */
export function compareFlow(after: Journey, comparison: Comparison): { nodes: ComparedNode[]; edges: ComparedEdge[] } {
  const marks = new Map(comparison.nodes.map(({ node, mark }) => [node.id, mark]))
  const gone = comparison.nodes.flatMap(({ node, mark }) => (mark === 'removed' ? [node] : []))
  const added = new Set(comparison.edges.flatMap(({ edge, mark }) => (mark === 'added' ? [edgeId(edge)] : [])))
  const edges = [
    ...after.edges.map((edge) => ({ edge, mark: added.has(edgeId(edge)) ? ('added' as const) : undefined })),
    ...comparison.edges.filter(({ mark }) => mark === 'removed'),
  ]
  const outlets = new Map<string, Set<string>>()
  for (const { edge } of edges) outlets.set(edge.from, (outlets.get(edge.from) ?? new Set()).add(edge.outlet))
  const drawn = new Set([...after.nodes, ...gone].map(({ id }) => id))
  const places = after.nodes.map(({ position }) => position)
  const place = (node: JourneyNode): Point => {
    const free = freePlace(node.position, places)
    places.push(free)
    return free
  }
  const flowNode = (node: JourneyNode, position: Point): ComparedNode => ({
    id: node.id,
    type: 'compared',
    position,
    data: { node, mark: marks.get(node.id), outlets: [...(outlets.get(node.id) ?? [])] },
  })
  return {
    nodes: [
      ...after.nodes.map((node) => flowNode(node, node.position)),
      ...gone.map((node) => flowNode(node, place(node))),
    ],
    edges: edges
      .filter(({ edge }) => drawn.has(edge.from) && drawn.has(edge.to))
      .map(({ edge, mark }) => ({
        // An outlet that leads elsewhere now is drawn both ways.
        id: `${edgeId(edge)} ${mark ?? 'kept'}`,
        type: 'compared',
        ariaLabel: `${edge.from} → ${edge.to}`,
        source: edge.from,
        sourceHandle: edge.outlet,
        target: edge.to,
        data: { mark },
      })),
  }
}

const asidePx = 280
const [nearX, nearY] = [200, 72]

/** Where a ghost does not lie on a card. */
function freePlace({ x, y }: Point, taken: readonly Point[]): Point {
  let free = { x, y }
  const isTaken = () => taken.some((other) => Math.abs(other.x - free.x) < nearX && Math.abs(other.y - free.y) < nearY)
  while (isTaken()) free = { x: free.x + asidePx, y }
  return free
}
