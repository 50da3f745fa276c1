import type { Config } from '../store/journey.ts'
import type { Command } from './command.ts'

/**
 * Replaces a node's config. `outlets` are those it has then: an edge whose outlet went with its branch goes in the same step.
 * `field` is the one being typed in, so that a word is one undo step.
 */
export const configureNode = (id: string, config: Config, outlets: readonly string[], field?: string): Command => ({
  name: 'configure',
  paths: [`nodes/${id}/config${field ?? ''}`],
  ...(field === undefined ? {} : { key: `configure:${id}:${field}` }),
  apply: (journey) => ({
    ...journey,
    nodes: journey.nodes.map((node) => (node.id === id ? { ...node, config } : node)),
    edges: journey.edges.every((edge) => edge.from !== id || outlets.includes(edge.outlet))
      ? journey.edges
      : journey.edges.filter((edge) => edge.from !== id || outlets.includes(edge.outlet)),
  }),
})
