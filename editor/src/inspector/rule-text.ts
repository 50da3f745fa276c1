/** What a rule's text says: a rule, nothing, or why it is none. */
export type RuleText =
  | { is: 'rule'; rule: object }
  | { is: 'empty' }
  | { is: 'not-json'; reason: string }
  | { is: 'not-rule' }

export function readRule(text: string): RuleText {
  if (text.trim() === '') return { is: 'empty' }
  try {
    const value: unknown = JSON.parse(text)
    return isGroup(value) ? { is: 'rule', rule: value } : { is: 'not-rule' }
  } catch (error) {
    return { is: 'not-json', reason: error instanceof Error ? error.message : '' }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The shape alone; unknown fields and empty groups are found by the server's check. */
function isGroup(value: unknown): value is object {
  if (!isObject(value)) return false
  if (value.combinator !== 'and' && value.combinator !== 'or') return false
  return Array.isArray(value.rules) && value.rules.every((one: unknown) => isGroup(one) || isLeaf(one))
}

const isLeaf = (value: unknown) =>
  isObject(value) && typeof value.field === 'string' && typeof value.operator === 'string'
