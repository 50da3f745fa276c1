import type { Json } from '../../store/journey.ts'
import type { Leaf } from './rule-tree.ts'

/** Where a comparison looks: the first word of its field. */
export const sources = ['customer', 'event', 'entry', 'did', 'touch'] as const
export type Source = (typeof sources)[number]

export const plainOperators = [
  ...['=', '!=', '>', '>=', '<', '<=', 'between', 'notBetween', 'in', 'notIn'],
  ...['contains', 'doesNotContain', 'beginsWith', 'doesNotBeginWith', 'endsWith', 'doesNotEndWith'],
  ...['withinLast', 'moreThanAgo', 'notNull', 'null'],
] as const
export const countOperators = ['>=', '<=', '=', '!=', '>', '<'] as const
export const touchOperators = ['=', '!=', 'in', 'notIn', 'notNull', 'null'] as const

/** A field's first word and the rest: `customer.address.city` → `customer`, `address.city`. */
export function splitField(field: string): { root: string; rest: string } {
  const dot = field.indexOf('.')
  return dot < 0 ? { root: field, rest: '' } : { root: field.slice(0, dot), rest: field.slice(dot + 1) }
}

/** What an operator compares with. */
export type Shape = 'none' | 'one' | 'pair' | 'list' | 'span'

export function shapeOf(operator: string): Shape {
  if (operator === 'null' || operator === 'notNull') return 'none'
  if (operator === 'between' || operator === 'notBetween') return 'pair'
  if (operator === 'in' || operator === 'notIn') return 'list'
  return operator === 'withinLast' || operator === 'moreThanAgo' ? 'span' : 'one'
}

/** A new comparison from a source; `touch` is the step that it asks about. It has no value yet, which the check refuses. */
export function blankLeaf(source: Source, touch = ''): Leaf {
  if (source === 'did') return { field: 'did.', operator: '>=', value: { count: 1 } }
  if (source === 'touch') return { field: `touch.${touch}`, operator: '=', value: 'delivered' }
  return { field: `${source}.`, operator: '=', value: undefined }
}

/** Another operator, with as much of the value as it can use. */
export function withOperator({ valueSource, value, ...leaf }: Leaf, operator: string): Leaf {
  const shape = shapeOf(operator)
  const before = shapeOf(leaf.operator)
  const from = valueSource === 'field' ? { valueSource } : {}
  const changed = { ...leaf, operator }
  if (shape === before) return { ...changed, value, ...from }
  if (shape === 'none') return { ...changed, value: undefined }
  if (shape === 'span') return { ...changed, value: undefined }
  const known = before === 'span' ? undefined : Array.isArray(value) ? value[0] : value
  const first = known === null ? undefined : known
  if (shape === 'one') return { ...changed, value: first, ...from }
  // A list of values cannot be drawn as fields.
  if (shape === 'list') return { ...changed, value: first === undefined || valueSource === 'field' ? [] : [first] }
  return { ...changed, value: [first ?? null, null], ...from }
}

/** The two ends of a pair; null where one is missing. */
export const pairOf = (value: Json | undefined): [Json, Json] =>
  Array.isArray(value) ? [value[0] ?? null, value[1] ?? null] : [value ?? null, null]
