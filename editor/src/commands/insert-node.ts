import { edgeAt, type Journey, type JourneyNode, nodeById, type OutletRef, reachableFrom } from '../store/journey.ts'
import type { Command } from './command.ts'

/** From the top of a card to the top of the next. */
export const rowPx = 160

/**
 * Puts a node behind an outlet. What followed there follows the new node's first outlet, and moves down where the new
 * card needs the room.
 */
export const insertNode = (node: JourneyNode, at: OutletRef, firstOutlet: string | undefined): Command => ({
  name: 'insertNode',
  paths: [`nodes/${node.id}`, `edges/${at.from}/${at.outlet}`],
  apply(journey) {
    const following = edgeAt(journey, at)?.to
    const kept = journey.edges.filter((edge) => edge.from !== at.from || edge.outlet !== at.outlet)
    const onward =
      following !== undefined && firstOutlet !== undefined
        ? [{ from: node.id, outlet: firstOutlet, to: following }]
        : []
    return {
      ...journey,
      nodes: [...makeRoom(journey, node, at.from, following), node],
      edges: [...kept, { ...at, to: node.id }, ...onward],
    }
  },
})

function makeRoom(journey: Journey, node: JourneyNode, from: string, following: string | undefined): JourneyNode[] {
  const next = following === undefined ? undefined : nodeById(journey, following)
  if (!next) return journey.nodes
  const shift = node.position.y + rowPx - next.position.y
  if (shift <= 0) return journey.nodes
  const below = reachableFrom(journey, next.id)
  return journey.nodes.map((other) =>
    below.has(other.id) && other.id !== from && other.position.y >= next.position.y
      ? { ...other, position: { x: other.position.x, y: other.position.y + shift } }
      : other,
  )
}
