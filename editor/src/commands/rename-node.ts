import type { Command } from './command.ts'

/** Gives a node a name of its own; an empty one gives it its type's again. */
export const renameNode = (id: string, name: string): Command => ({
  name: 'renameNode',
  paths: [`nodes/${id}/name`],
  key: `renameNode:${id}`,
  apply: (journey) => ({
    ...journey,
    nodes: journey.nodes.map((node) => {
      if (node.id !== id) return node
      const { name: _before, ...unnamed } = node
      return name === '' ? unnamed : { ...unnamed, name }
    }),
  }),
})
