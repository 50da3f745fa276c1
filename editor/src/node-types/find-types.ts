import type { Category, NodeType } from '../api/types.ts'
import { textsOf } from './words.ts'

export const categories: readonly Category[] = [
  'enter',
  'wait',
  'decide',
  'touch',
  'reward',
  'data',
  'hand-over',
  'end',
]

/** Types whose name, description or id holds every word looked for, by category. Empty categories are left out. */
export function findTypes(
  types: Iterable<NodeType>,
  search: string,
  language: string,
): { category: Category; types: NodeType[] }[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const all = [...types].filter((type) => {
    const said = Object.values(type.texts).map((texts) => texts?.name)
    const hay = [type.type, ...said, textsOf(type, language)?.description].join(' ').toLowerCase()
    return words.every((word) => hay.includes(word))
  })
  return categories
    .map((category) => ({ category, types: all.filter((type) => type.category === category) }))
    .filter((group) => group.types.length > 0)
}
