import type { Fragment } from '../store/fragment.ts'
import type { Command } from './command.ts'

/** Puts steps with their edges on the canvas, linked to nothing else. Their ids are free. */
export const pasteNodes = ({ nodes, edges }: Fragment, name: 'paste' | 'duplicate'): Command => ({
  name,
  paths: nodes.map(({ id }) => `nodes/${id}`),
  apply: (journey) => ({ ...journey, nodes: [...journey.nodes, ...nodes], edges: [...journey.edges, ...edges] }),
})
