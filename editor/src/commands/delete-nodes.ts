import { edgesFrom, edgesInto } from '../store/graph.ts'
import { edgeAt, type Journey, nodeById } from '../store/journey.ts'
import { noteIdOf, withNotes } from '../store/notes.ts'
import type { Command } from './command.ts'

/**
 * Deletes steps and notes. A step with a single way in and a single way out joins its neighbours; otherwise what followed
 * stays, unlinked.
 */
export const deleteNodes = (refs: readonly string[]): Command => ({
  name: 'delete',
  paths: refs.map((ref) => {
    const note = noteIdOf(ref)
    return note === undefined ? `nodes/${ref}` : `notes/${note}`
  }),
  apply: (journey) => deleteNotes(refs.reduce(deleteOne, journey), refs),
})

function deleteOne(journey: Journey, id: string): Journey {
  if (!nodeById(journey, id)) return journey
  const into = edgesInto(journey.edges, id).filter((edge) => edge.from !== id)
  const out = edgesFrom(journey.edges, id).filter((edge) => edge.to !== id)
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

function deleteNotes(journey: Journey, refs: readonly string[]): Journey {
  const gone = new Set(refs.map(noteIdOf))
  const kept = (journey.notes ?? []).filter(({ id }) => !gone.has(id))
  return kept.length === (journey.notes ?? []).length ? journey : withNotes(journey, kept)
}
