import type { OutletLabel } from '../node-types/outlets.ts'
import type { Journey, Point } from '../store/journey.ts'

const leastWidthPx = 248
const outletWidthPx = 92
export const cardHeightPx = 96

/** A card grows with its outlets, so that their labels stay readable. */
export const cardWidth = (outlets: number): number => Math.max(leastWidthPx, outlets * outletWidthPx)

/** Where a card goes that is put behind an outlet: below it, and under its own outlet where there are several. */
export function placeBehind(from: Point, outlets: readonly OutletLabel[], outlet: string, rowPx: number): Point {
  const nth = Math.max(
    0,
    outlets.findIndex((one) => one.outlet === outlet),
  )
  const spread = outlets.length > 1 ? (nth - (outlets.length - 1) / 2) * (leastWidthPx + 32) : 0
  const centre = from.x + cardWidth(outlets.length) / 2 + spread
  return { x: Math.round((centre - leastWidthPx / 2) / 8) * 8, y: from.y + rowPx }
}

/** A drawing of so few steps needs no map. */
export const needsMap = (nodes: number): boolean => nodes > 8

/** How all of it is brought into view: beside the map, and below what a watched journey says while nobody has entered. */
export const fitting = (nodes: number, live: boolean) => ({
  padding: { x: 0.15, top: live ? '112px' : 0.15, bottom: needsMap(nodes) ? '136px' : 0.15 } as const,
  maxZoom: 1,
})

interface Size {
  width: number
  height: number
}

/** Everything in rows, downwards, each node's followers in the order of its outlets. */
export async function tidied(
  journey: Journey,
  sizeOf: (id: string) => Size,
  outletOrder: (id: string) => readonly string[],
): Promise<ReadonlyMap<string, Point>> {
  const { Graph, layout } = await import('@dagrejs/dagre').then(({ graphlib, layout }) => ({
    Graph: graphlib.Graph,
    layout,
  }))
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 40, ranksep: 72, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  // An id may be a word that every object has, such as `constructor`: here it is none.
  const named = (id: string) => `node ${id}`
  const drawn = new Set(journey.nodes.map(({ id }) => id))
  for (const { id } of journey.nodes) graph.setNode(named(id), { ...sizeOf(id) })
  for (const { id } of journey.nodes) {
    const order = outletOrder(id)
    const rank = (outlet: string) => (order.includes(outlet) ? order.indexOf(outlet) : order.length)
    const edges = journey.edges
      .filter(({ from, to }) => from === id && drawn.has(to))
      .sort((a, b) => rank(a.outlet) - rank(b.outlet))
    for (const { from, outlet, to } of edges) graph.setEdge(named(from), named(to), {}, outlet)
  }
  // Its crossing heuristic shuffles siblings; left off, they stay as their outlets are.
  layout(graph, { disableOptimalOrderHeuristic: true })
  return new Map(
    journey.nodes.map(({ id }) => {
      const { x, y, width, height } = graph.node(named(id))
      return [id, { x: x - width / 2, y: y - height / 2 }]
    }),
  )
}
