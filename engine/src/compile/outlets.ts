import { type NodeType, outletsOf } from '@wend/nodes/sdk/define-node'
import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import { pointerKey } from '../rules/json-tree.ts'

/** The list in a config that outlets are made of, one of each; undefined where it is missing or no list. */
function membersOf(each: string, config: JsonObject): Json[] | undefined {
  const members = Object.hasOwn(config, each) ? config[each] : undefined
  return Array.isArray(members) ? members : undefined
}

const idOf = (member: Json): string | undefined =>
  outletsOf({ outlets: [{ each: 'one', label: '' }] }, { one: [member] })[0]

/** The outlets of a node whose config may not be valid; undefined where they cannot be told. */
export function outletsIn(type: NodeType, config: JsonObject): string[] | undefined {
  const told = type.outlets.every(
    (outlet) =>
      typeof outlet === 'string' ||
      membersOf(outlet.each, config)?.every((member) => idOf(member) !== undefined) === true,
  )
  return told ? outletsOf(type, config) : undefined
}

/** Members that name an outlet which the node already has. Paths are JSON pointers inside the config. */
export function duplicateOutlets(type: NodeType, config: JsonObject): { path: string; id: string }[] {
  const seen = new Set<string | undefined>(type.outlets.filter((outlet) => typeof outlet === 'string'))
  return type.outlets.flatMap((outlet) => {
    if (typeof outlet === 'string') return []
    return (membersOf(outlet.each, config) ?? []).flatMap((member, nth) => {
      const id = idOf(member)
      const again = id !== undefined && seen.has(id)
      seen.add(id)
      return again ? [{ path: `/${pointerKey(outlet.each)}/${nth}/id`, id }] : []
    })
  })
}
