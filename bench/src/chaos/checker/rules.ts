import type { Rule, StoredEvent } from './log.ts'

/** What a condition looks at. */
export interface Facts {
  event: StoredEvent
  entry: StoredEvent
  /** How often she did something, for `did.…`. */
  did?: (name: string) => number
  attributes?: Record<string, unknown>
}

/** Whether a condition holds, for the few operators that chaos draws. */
export function holds({ combinator, rules }: Rule, facts: Facts): boolean {
  const each = rules.map(({ field, operator, value, valueSource }) => {
    const left = read(field, facts)
    const right = valueSource === 'field' ? read(String(value), facts) : value
    if (field.startsWith('did.')) return compare(left, operator, (value as { count: number }).count)
    return compare(left, operator, right)
  })
  return combinator === 'and' ? each.every(Boolean) : each.some(Boolean)
}

function read(field: string, { event, entry, did, attributes }: Facts): unknown {
  const [root, ...path] = field.split('.')
  const name = path.join('.')
  switch (root) {
    case 'event':
      return event.properties[name]
    case 'entry':
      return entry.properties[name]
    case 'customer':
      return attributes?.[name]
    case 'did':
      return did?.(name) ?? 0
    default:
      throw new Error(`the checker does not know ${field}`)
  }
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '=') return left !== undefined && left === right
  if (typeof left !== 'number' || typeof right !== 'number') return false
  if (operator === '>=') return left >= right
  if (operator === '<') return left < right
  throw new Error(`the checker does not know ${operator}`)
}
