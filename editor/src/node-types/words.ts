import type { NodeType } from '../api/types.ts'
import type { JourneyNode } from '../store/journey.ts'
import type { NodeTypes } from './links.ts'
import { type OutletLabel, outletsOf } from './outlets.ts'
import { summarize } from './summary.ts'

/** A type's words in the operator's language, or in English where a type lacks it. */
export const textsOf = (type: NodeType, language: string) => type.texts[language] ?? type.texts.en

/** What a node is called: its own name, else its type's. */
export function nameOf(node: JourneyNode, types: NodeTypes, language: string): string {
  const type = types.get(node.type)
  return node.name ?? (type && textsOf(type, language)?.name) ?? node.type
}

const known = new WeakMap<JourneyNode, { types: NodeTypes; language: string; summary: string | undefined }>()

/** What a node's card says it does; undefined for a type that is not installed. Worked out once: nodes are never changed in place. */
export function summaryOf(node: JourneyNode, types: NodeTypes, language: string): string | undefined {
  const before = known.get(node)
  if (before && before.types === types && before.language === language) return before.summary
  const type = types.get(node.type)
  const message = type && textsOf(type, language)?.summary
  const summary = message === undefined ? undefined : summarize(message, node.config, language)
  known.set(node, { types, language, summary })
  return summary
}

/** A node's outlets with labels: its type's, and those that edges of an unknown type leave by. */
export function outletsOfNode(
  node: JourneyNode,
  types: NodeTypes,
  language: string,
  linked: readonly string[],
): OutletLabel[] {
  const type = types.get(node.type)
  const known = type ? outletsOf(type, node.config, language) : []
  const names = new Set(known.map(({ outlet }) => outlet))
  return [...known, ...linked.filter((outlet) => !names.has(outlet)).map((outlet) => ({ outlet, label: outlet }))]
}
