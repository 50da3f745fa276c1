import type { Json } from '@wend/nodes/sdk/json'
import { type Rule, type RuleLeaf, rule } from '@wend/nodes/sdk/rule'
import { canonicalJson } from './canonical.ts'
import { spanMs } from './instant.ts'

/** Where a value comes from. `nothing`: a field that does not exist here, whose value is missing. */
export type Operand =
  | { from: 'literal'; value: Json }
  | { from: 'customer' | 'event' | 'entry'; path: readonly string[] }
  | { from: 'nothing' }

/** How often a customer did something. `where` speaks of each such event as `event.…`, and of `customer.…`. */
export interface Did {
  event: string
  withinMs?: number | undefined
  where?: Rule | undefined
}

export type Order = '<' | '>' | '<=' | '>='

/** A leaf in the one form that is run in memory and written as SQL. `never`: malformed, holds for nobody. */
export type ReadLeaf =
  | { kind: 'never' }
  | { kind: 'did'; did: Did; operator: Order | '=' | '!='; count: number }
  | { kind: 'touch'; node: string; states: readonly Json[] | undefined; negated: boolean }
  | { kind: 'missing'; left: Operand; negated: boolean }
  | { kind: 'same'; left: Operand; right: Operand; negated: boolean }
  | { kind: 'order'; left: Operand; right: Operand; operator: Order }
  | { kind: 'between'; left: Operand; low: Operand; high: Operand; negated: boolean }
  | { kind: 'among'; left: Operand; list: Operand; negated: boolean }
  | { kind: 'text'; left: Operand; right: Operand; at: 'anywhere' | 'start' | 'end'; negated: boolean }
  | { kind: 'window'; left: Operand; spanMs: number; within: boolean }

const never: ReadLeaf = { kind: 'never' }

/** A field's first word and the rest: `customer.address.city` → `customer`, `address.city`. */
export function splitField(field: string): { root: string; rest: string } {
  const dot = field.indexOf('.')
  return dot < 0 ? { root: field, rest: '' } : { root: field.slice(0, dot), rest: field.slice(dot + 1) }
}

function operand(field: unknown): Operand {
  if (typeof field !== 'string') return { from: 'nothing' }
  const { root, rest } = splitField(field)
  if (root !== 'customer' && root !== 'event' && root !== 'entry') return { from: 'nothing' }
  return rest === '' ? { from: 'nothing' } : { from: root, path: rest.split('.') }
}

/** NUL and lone surrogates: Postgres stores neither, so nothing stored is ever equal to them. */
const unstorable = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
/** Whether a JSON value holds a text, or a key, that can never be stored. */
export function isUnstorable(value: Json): boolean {
  for (const open = [value]; open.length > 0; ) {
    const next = open.pop()
    if (typeof next === 'string' && unstorable.test(next)) return true
    if (typeof next === 'object' && next !== null) {
      for (const [key, inner] of Object.entries(next)) open.push(key, inner)
    }
  }
  return false
}

function readDid(leaf: RuleLeaf): ReadLeaf {
  const { operator, value } = leaf
  const event = splitField(leaf.field).rest
  if (typeof value !== 'object' || value === null || Array.isArray(value) || event === '') return never
  if (operator !== '=' && operator !== '!=' && !isOrder(operator)) return never
  const { count, within, where } = value
  if (typeof count !== 'number') return never
  const withinMs = spanMs(within)
  const condition = rule.safeParse(where)
  if ((within !== undefined && withinMs === undefined) || (where !== undefined && !condition.success)) return never
  return { kind: 'did', did: { event, withinMs, where: condition.data }, operator, count }
}

function readTouch(leaf: RuleLeaf): ReadLeaf {
  const node = splitField(leaf.field).rest
  const { operator, value } = leaf
  if (operator === 'null' || operator === 'notNull') {
    return { kind: 'touch', node, states: undefined, negated: operator === 'notNull' }
  }
  if ((operator === '=' || operator === '!=') && typeof value === 'string') {
    return { kind: 'touch', node, states: [value], negated: operator === '!=' }
  }
  if ((operator === 'in' || operator === 'notIn') && Array.isArray(value)) {
    return { kind: 'touch', node, states: value, negated: operator === 'notIn' }
  }
  return never
}

const isOrder = (operator: string): operator is Order =>
  operator === '<' || operator === '>' || operator === '<=' || operator === '>='

function readValue(leaf: RuleLeaf): ReadLeaf {
  const { operator, value } = leaf
  const left = operand(leaf.field)
  const other = (of: Json | undefined): Operand =>
    leaf.valueSource === 'field' ? operand(of) : of === undefined ? { from: 'nothing' } : { from: 'literal', value: of }

  switch (operator) {
    case 'null':
    case 'notNull':
      return { kind: 'missing', left, negated: operator === 'notNull' }
    case '=':
    case '!=':
      return { kind: 'same', left, right: other(value), negated: operator === '!=' }
    case '<':
    case '>':
    case '<=':
    case '>=':
      return { kind: 'order', left, right: other(value), operator }
    case 'between':
    case 'notBetween': {
      if (!Array.isArray(value) || value.length !== 2) return never
      return { kind: 'between', left, low: other(value[0]), high: other(value[1]), negated: operator === 'notBetween' }
    }
    case 'in':
    case 'notIn':
      return { kind: 'among', left, list: other(value), negated: operator === 'notIn' }
    case 'contains':
    case 'doesNotContain':
      return { kind: 'text', left, right: other(value), at: 'anywhere', negated: operator === 'doesNotContain' }
    case 'beginsWith':
    case 'doesNotBeginWith':
      return { kind: 'text', left, right: other(value), at: 'start', negated: operator === 'doesNotBeginWith' }
    case 'endsWith':
    case 'doesNotEndWith':
      return { kind: 'text', left, right: other(value), at: 'end', negated: operator === 'doesNotEndWith' }
    case 'withinLast':
    case 'moreThanAgo': {
      const length = leaf.valueSource === 'field' ? undefined : spanMs(value)
      return length === undefined ? never : { kind: 'window', left, spanMs: length, within: operator === 'withinLast' }
    }
  }
}

const read = new WeakMap<RuleLeaf, ReadLeaf>()

/** Reads a leaf once; rules are immutable. */
export function readLeaf(leaf: RuleLeaf): ReadLeaf {
  const known = read.get(leaf)
  if (known) return known
  const { root } = splitField(leaf.field)
  const fresh =
    isUnstorable(leaf.field) || (leaf.value !== undefined && isUnstorable(leaf.value))
      ? never
      : root === 'did'
        ? readDid(leaf)
        : root === 'touch'
          ? readTouch(leaf)
          : readValue(leaf)
  read.set(leaf, fresh)
  return fresh
}

const keys = new WeakMap<RuleLeaf, string>()

/** Names the fact that a `did.…` or `touch.…` leaf compares: two leaves that count the same have the same key. */
export function factKey(leaf: RuleLeaf): string {
  const known = keys.get(leaf)
  if (known !== undefined) return known
  const key = canonicalJson({ field: leaf.field, ...windowOf(leaf) })
  keys.set(leaf, key)
  return key
}

function windowOf({ field, value }: RuleLeaf): { within?: Json; where?: Json } {
  if (splitField(field).root !== 'did') return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const { within, where } = value
  return { ...(within !== undefined && { within }), ...(where !== undefined && { where }) }
}

/** Every leaf of a rule, with its JSON pointer inside the rule, in the order drawn. Does not enter a `did`'s `where`. */
export function* leavesOf(group: Rule, path = ''): Generator<{ leaf: RuleLeaf; path: string }> {
  for (const [nth, member] of group.rules.entries()) {
    const at = `${path}/rules/${nth}`
    if ('combinator' in member) yield* leavesOf(member, at)
    else yield { leaf: member, path: at }
  }
}
