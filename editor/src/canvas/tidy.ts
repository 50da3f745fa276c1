import { edgesFrom, nodesById } from '../store/graph.ts'
import type { Journey, JourneyEdge, Point } from '../store/journey.ts'
import { noteIdOf, noteRef } from '../store/notes.ts'
import type { Size } from './layout.ts'
import { orderRanks } from './rank-order.ts'

const apartPx = { nodesep: 40, ranksep: 72 }

/** What a drawing is measured by: the size of a card or note, and a step's ways out in the order drawn. */
export interface Measures {
  sizeOf(ref: string): Size
  outletsOf(id: string): readonly string[]
}

/**
 * Everything in rows, downwards, each step's followers in the order of its outlets. With `only`, these steps among
 * themselves, where they are. A note goes with the card that it lies beside.
 */
export async function tidied(
  journey: Journey,
  measures: Measures,
  only?: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Point>> {
  const nodes = only ? journey.nodes.filter(({ id }) => only.has(id)) : journey.nodes
  if (nodes.length === 0) return new Map()
  const edges = orderedEdges(journey, new Set(nodes.map(({ id }) => id)), measures)
  const laid = await inRows(
    nodes.map(({ id }) => id),
    edges,
    measures,
  )
  const origin = only ? topLeft(nodes.map(({ position }) => position)) : { x: 0, y: 0 }
  const from = topLeft([...laid.values()])
  const places = new Map(
    [...laid].map(([id, { x, y }]) => [id, { x: x - from.x + origin.x, y: y - from.y + origin.y }]),
  )
  return new Map([...places, ...carried(journey, places, measures)])
}

/** The edges among some steps, each step's in the order of its outlets. */
function orderedEdges(journey: Journey, drawn: ReadonlySet<string>, { outletsOf }: Measures): JourneyEdge[] {
  return journey.nodes.flatMap(({ id }) => {
    if (!drawn.has(id)) return []
    const order = outletsOf(id)
    const rank = (outlet: string) => (order.includes(outlet) ? order.indexOf(outlet) : order.length)
    return edgesFrom(journey.edges, id)
      .filter(({ to }) => drawn.has(to))
      .sort((a, b) => rank(a.outlet) - rank(b.outlet))
  })
}

async function inRows(
  ids: readonly string[],
  edges: readonly JourneyEdge[],
  { sizeOf }: Measures,
): Promise<ReadonlyMap<string, Point>> {
  const { graphlib, layout } = await import('@dagrejs/dagre')
  const graph = new graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', ...apartPx, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  // An id may be a word that every object has, such as `constructor`: here it is none.
  const named = (id: string) => `node ${id}`
  for (const id of ids) graph.setNode(named(id), { ...sizeOf(id) })
  for (const { from, outlet, to } of edges) graph.setEdge(named(from), named(to), {}, outlet)
  // Its crossing heuristic shuffles siblings; left off, they stay as their outlets are, where nothing merges.
  layout(graph, { disableOptimalOrderHeuristic: true })
  const boxes = ids.map((id) => {
    const { x, y, width, height } = graph.node(named(id))
    return { id, x: x - width / 2, y: y - height / 2, rank: Math.round(y), width }
  })
  return orderRanks(boxes, edges, apartPx.nodesep)
}

/** Notes move as far as the card nearest to them does. */
function carried(journey: Journey, places: ReadonlyMap<string, Point>, { sizeOf }: Measures): [string, Point][] {
  const centre = (ref: string, { x, y }: Point): Point => {
    const { width, height } = sizeOf(ref)
    return { x: x + width / 2, y: y + height / 2 }
  }
  const cards = journey.nodes.map((node) => ({ id: node.id, at: centre(node.id, node.position) }))
  const before = nodesById(journey.nodes)
  return (journey.notes ?? []).flatMap(({ id, position }): [string, Point][] => {
    const ref = noteRef(id)
    const at = centre(ref, position)
    const far = (card: (typeof cards)[number]) => Math.hypot(card.at.x - at.x, card.at.y - at.y)
    const [first, ...others] = cards
    if (!first) return []
    const nearest = others.reduce((best, card) => (far(card) < far(best) ? card : best), first)
    const [from, to] = [before.get(nearest.id)?.position, places.get(nearest.id)]
    return from && to ? [[ref, { x: position.x + to.x - from.x, y: position.y + to.y - from.y }]] : []
  })
}

function topLeft(points: readonly Point[]): Point {
  return {
    x: points.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY),
    y: points.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY),
  }
}

/** The steps among what is selected; undefined for fewer than two, which cannot be tidied among themselves. */
export function tidySelection(selection: readonly string[]): ReadonlySet<string> | undefined {
  const ids = selection.filter((ref) => noteIdOf(ref) === undefined)
  return ids.length > 1 ? new Set(ids) : undefined
}
