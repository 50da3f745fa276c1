import type { Category, NodeType } from '../api/types.ts'
import { textsOf } from './words.ts'

const categories: readonly Category[] = ['enter', 'wait', 'decide', 'touch', 'reward', 'data', 'hand-over', 'end']

/** Types whose name or id, or else description, holds every word looked for, by category. Empty categories are left out. */
export function findTypes(
  types: readonly NodeType[],
  search: string,
  language: string,
): { category: Category; types: NodeType[] }[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const holding = (said: (type: NodeType) => (string | undefined)[]) =>
    [...types].filter((type) => {
      const hay = said(type).join(' ').toLowerCase()
      return words.every((word) => hay.includes(word))
    })
  // In any language: names of tools are often known by their English one.
  const byName = holding((type) => [type.type, ...Object.values(type.texts).map((texts) => texts?.name)])
  const all = byName.length > 0 ? byName : holding((type) => [textsOf(type, language)?.description])
  return categories
    .map((category) => ({ category, types: all.filter((type) => type.category === category) }))
    .filter((group) => group.types.length > 0)
}
