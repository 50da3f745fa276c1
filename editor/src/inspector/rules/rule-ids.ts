import { add, prepareRuleGroup, remove, update } from '@react-querybuilder/core'
import { type Group, type Leaf, readGroup } from './rule-tree.ts'

let last = 0
const idGenerator = (): string => `rule-part-${++last}`

/** A rule with an id on every part, which keeps its place on the page while the rule changes; undefined for what is none. */
export function grow(value: unknown): Group | undefined {
  const group = readGroup(value)
  return group && prepareRuleGroup(group, { idGenerator })
}

/** Where a part stands: the nth of the nth… */
export type Path = readonly number[]

export const append = (tree: Group, member: Leaf | Group, parent: Path): Group =>
  prepareRuleGroup(add(tree, member, [...parent], { idGenerator }), { idGenerator })

export const drop = (tree: Group, path: Path): Group => remove(tree, [...path])

/** The comparison at a path as it is to be; nothing of it is reset on the way. */
export const writeLeaf = (tree: Group, { field, operator, valueSource = 'value', value }: Leaf, path: Path): Group =>
  update(tree, { field, operator, valueSource, value }, [...path], {
    resetOnFieldChange: false,
    getValueSources: () => ['value', 'field'],
  })

export const writeGroup = (tree: Group, part: Pick<Group, 'combinator' | 'not'>, path: Path): Group =>
  update(tree, part, [...path])
