import type { NodeTypes } from '../node-types/links.ts'
import type { JourneyNode } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'

/** The names that entries listen to: fields that their type marks as an event's name. */
export const eventsThatBegin = (nodes: readonly JourneyNode[], types: NodeTypes): string[] =>
  nodes.flatMap((node) => {
    const type = types.get(node.type)
    if (!type?.entry) return []
    return Object.entries(objectOf(type.schema.properties)).flatMap(([field, property]) => {
      const name = node.config[field]
      return objectOf(property).widget === 'event' && typeof name === 'string' ? [name] : []
    })
  })
