import type { JourneyNode } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Puts a node on the canvas, linked to nothing. */
export const addNode = (node: JourneyNode): Command => ({
  name: 'addNode',
  paths: [`nodes/${node.id}`],
  apply: (journey) => ({ ...journey, nodes: [...journey.nodes, node] }),
})
