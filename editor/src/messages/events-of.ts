import { eventsIn } from '../inspector/rules/rule-scope.ts'
import type { NodeTypes } from '../node-types/links.ts'
import type { JourneyNode } from '../store/journey.ts'

/** The names of the events that let customers into a journey, and of all that it listens to. */
export function eventsOf(nodes: readonly JourneyNode[], types: NodeTypes): { begins: string[]; all: string[] } {
  const named = nodes.map((node) => {
    const type = types.get(node.type)
    return { entry: type?.entry === true, names: eventsIn(type?.schema, node.config) }
  })
  return {
    begins: [...new Set(named.flatMap(({ entry, names }) => (entry ? names : [])))],
    all: [...new Set(named.flatMap(({ names }) => names))],
  }
}
