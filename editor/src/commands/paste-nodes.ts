import type { Fragment } from '../store/fragment.ts'
import { withNotes } from '../store/notes.ts'
import type { Command } from './command.ts'

/** Puts steps with their edges, and notes, on the canvas, linked to nothing else. Their ids are free. */
export const pasteNodes = ({ nodes, edges, notes }: Fragment, name: 'paste' | 'duplicate' | 'import'): Command => ({
  name,
  paths: [...nodes.map(({ id }) => `nodes/${id}`), ...notes.map(({ id }) => `notes/${id}`)],
  apply: (journey) =>
    withNotes({ ...journey, nodes: [...journey.nodes, ...nodes], edges: [...journey.edges, ...edges] }, [
      ...(journey.notes ?? []),
      ...notes,
    ]),
})
