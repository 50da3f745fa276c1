import type { NodeTypes } from '../node-types/links.ts'
import { nameOf, summaryOf } from '../node-types/words.ts'
import type { Journey } from '../store/journey.ts'

/** The nodes that hold every word that is looked for: in name, type, summary, config or id. In the order of the canvas. */
export function findNodes(journey: Journey, search: string, types: NodeTypes, language: string): string[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return [...journey.nodes]
    .sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x)
    .filter((node) => {
      const told = [
        nameOf(node, types, language),
        summaryOf(node, types, language),
        node.type,
        node.id,
        JSON.stringify(node.config),
      ]
      const text = told.join(' ').toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .map(({ id }) => id)
}
