import type { Json } from '@wend/nodes/sdk/json'
import type { Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import { explain, type Facts } from '../rules/holds.ts'
import { leavesOf, splitField } from '../rules/read-leaf.ts'

/** An entry's rule, condition by condition. */
export interface EntryCondition {
  node: string
  /** How the outermost group takes them together. */
  combinator: 'and' | 'or'
  not: boolean
  leaves: {
    /** What is asked, as drawn. */
    leaf: RuleLeaf
    holds: boolean
    /** The value that was found; null: none. */
    saw: Json
  }[]
}

const mostLeaves = 40

/** What each condition of a rule found. Deeper groups are laid out flat: what holds is said of each condition alone. */
export function lookAt(node: string, rule: Rule, facts: Facts, nowMs: number): EntryCondition {
  const leaves = [...leavesOf(rule)].slice(0, mostLeaves).map(({ leaf }) => {
    const { holds, seen } = explain({ combinator: 'and', rules: [leaf] }, facts, nowMs)
    return { leaf, holds, saw: seen[leaf.field] ?? null }
  })
  return { node, combinator: rule.combinator, not: rule.not ?? false, leaves }
}

/** Whether a rule compares an attribute of the customer. */
export const asksAboutCustomer = (rule: Rule): boolean =>
  [...leavesOf(rule)].some(({ leaf }) => fieldsOf(leaf).some((field) => splitField(field).root === 'customer'))

function fieldsOf({ field, value, valueSource }: RuleLeaf): string[] {
  const others = valueSource !== 'field' ? [] : Array.isArray(value) ? value : [value]
  return [field, ...others.filter((other) => typeof other === 'string')]
}
