import { edgeAt, type Journey } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Deletes nodes. One with a single way in and a single way out joins its neighbours; otherwise what followed stays, unlinked. */
export const deleteNodes = (ids: readonly string[]): Command => ({
  name: 'delete',
  paths: ids.map((id) => `nodes/${id}`),
  apply: (journey) => ids.reduce(deleteOne, journey),
})

function deleteOne(journey: Journey, id: string): Journey {
  if (!journey.nodes.some((node) => node.id === id)) return journey
  const into = journey.edges.filter((edge) => edge.to === id && edge.from !== id)
  const out = journey.edges.filter((edge) => edge.from === id && edge.to !== id)
  const [way] = into
  const [on] = out
  const rest = {
    ...journey,
    nodes: journey.nodes.filter((node) => node.id !== id),
    edges: journey.edges.filter((edge) => edge.from !== id && edge.to !== id),
  }
  if (!way || !on || into.length > 1 || out.length > 1 || way.from === on.to || edgeAt(rest, way)) return rest
  return { ...rest, edges: [...rest.edges, { from: way.from, outlet: way.outlet, to: on.to }] }
}
