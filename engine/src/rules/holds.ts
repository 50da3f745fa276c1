import type { Occurrence } from '@wend/nodes/sdk/define-node'
import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import type { Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import { instantMs } from './instant.ts'
import { type Operand, type Order, readLeaf, splitField } from './read-leaf.ts'

export { factKey } from './read-leaf.ts'

/** What a rule may look at. */
export interface Facts {
  /** The customer's attributes. */
  customer: Readonly<JsonObject>
  /** The event at hand. */
  event: Occurrence
  /** The event that began the enrollment. */
  entry: Occurrence
  /**
   * The value behind a `did.…` leaf (how often, a number) or a `touch.…` leaf (every state that touch has reached),
   * found by `factKey(leaf)`. Undefined: not known, which is a missing value.
   */
  counted(leaf: RuleLeaf): number | string | readonly string[] | undefined
}

/** Field → the value that a decision saw; null where it was missing. */
export type Seen = Record<string, Json>

/**
 * Whether a rule holds. Never throws.
 *
 * Values keep their types: a number never equals a string. `<` and its like compare number with number or RFC 3339 with
 * RFC 3339. **A leaf over a missing value, or over values that its operator cannot compare, is false**, the negations
 * (`!=`, `notIn`, `doesNotContain`…) included; only `null` holds for a missing value. JSON's null counts as missing. A
 * `not` on a group turns around whatever the group is. An empty group, refused at check, is false. A touch that is
 * `clicked` is also `opened` and `delivered`: `=` asks whether a state was reached.
 */
export function holds(rule: Rule, facts: Facts, nowMs: number): boolean {
  const member = (inner: Rule | RuleLeaf): boolean =>
    'combinator' in inner ? holds(inner, facts, nowMs) : leafHolds(inner, facts, nowMs)
  const held = rule.rules.length > 0 && (rule.combinator === 'and' ? rule.rules.every(member) : rule.rules.some(member))
  return rule.not ? !held : held
}

/**
 * The same, with the values of all its leaves. `seen` may be handed from one decision to the next; it stays small: at most
 * 40 fields, long texts and large values cut.
 */
export function explain(rule: Rule, facts: Facts, nowMs: number, seen: Seen = {}): { holds: boolean; seen: Seen } {
  look(rule, facts, seen)
  return { holds: holds(rule, facts, nowMs), seen }
}

/** The value of `customer.…`, `event.…` or `entry.…`; undefined where it is missing. */
export function fieldValue(field: string, facts: Pick<Facts, 'customer' | 'event' | 'entry'>): Json | undefined {
  const { root, rest } = splitField(field)
  if (root !== 'customer' && root !== 'event' && root !== 'entry') return undefined
  return operandValue({ from: root, path: rest.split('.') }, facts)
}

function operandValue(operand: Operand, facts: Pick<Facts, 'customer' | 'event' | 'entry'>): Json | undefined {
  if (operand.from === 'nothing') return undefined
  if (operand.from === 'literal') return operand.value ?? undefined
  let at: Json | Readonly<JsonObject> | undefined =
    operand.from === 'customer' ? facts.customer : facts[operand.from].properties
  for (const key of operand.path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return undefined
    const inside: Readonly<JsonObject> = at
    at = inside[key]
  }
  return at ?? undefined
}

function leafHolds(leaf: RuleLeaf, facts: Facts, nowMs: number): boolean {
  const read = readLeaf(leaf)
  if (read.kind === 'never') return false
  if (read.kind === 'did') {
    const count = facts.counted(leaf)
    if (typeof count !== 'number') return false
    if (read.operator === '=') return count === read.count
    if (read.operator === '!=') return count !== read.count
    return inOrder(count, read.operator, read.count)
  }
  if (read.kind === 'touch') {
    const reached = facts.counted(leaf)
    const states = typeof reached === 'string' ? [reached] : typeof reached === 'object' ? reached : []
    const { states: wanted, negated } = read
    if (wanted === undefined) return states.length > 0 === negated
    return states.length > 0 && states.some((state) => wanted.includes(state)) !== negated
  }

  const left = operandValue(read.left, facts)
  if (read.kind === 'missing') return (left === undefined) !== read.negated
  if (left === undefined) return false
  switch (read.kind) {
    case 'same': {
      const right = operandValue(read.right, facts)
      return right !== undefined && sameJson(left, right) !== read.negated
    }
    case 'order': {
      const order = orderOf(left, operandValue(read.right, facts))
      return order !== undefined && inOrder(order, read.operator, 0)
    }
    case 'between': {
      const low = orderOf(left, operandValue(read.low, facts))
      const high = orderOf(left, operandValue(read.high, facts))
      return low !== undefined && high !== undefined && (low >= 0 && high <= 0) !== read.negated
    }
    case 'among': {
      const list = operandValue(read.list, facts)
      return Array.isArray(list) && list.some((member) => sameJson(left, member)) !== read.negated
    }
    case 'text': {
      const found = finds(left, operandValue(read.right, facts), read.at)
      return found !== undefined && found !== read.negated
    }
    case 'window': {
      const at = instantMs(left)
      if (at === undefined) return false
      return read.within ? at >= nowMs - read.spanMs && at <= nowMs : at < nowMs - read.spanMs
    }
  }
}

const inOrder = (left: number, operator: Order, right: number): boolean =>
  operator === '<' ? left < right : operator === '>' ? left > right : operator === '<=' ? left <= right : left >= right

/** Below, at or above 0 as the left is before, at or after the right; undefined where they cannot be compared. */
function orderOf(left: Json, right: Json | undefined): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0
  const [leftMs, rightMs] = [instantMs(left), instantMs(right)]
  return leftMs === undefined || rightMs === undefined ? undefined : leftMs - rightMs
}

/** Whether a text, or a list, contains a value; undefined where the question makes no sense. */
function finds(left: Json, right: Json | undefined, at: 'anywhere' | 'start' | 'end'): boolean | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    return at === 'anywhere' ? left.includes(right) : at === 'start' ? left.startsWith(right) : left.endsWith(right)
  }
  if (at !== 'anywhere' || !Array.isArray(left) || right === undefined || typeof right === 'object') return undefined
  return left.includes(right)
}

/** Deep equality that is not recursive: what customers send may be nested deeply. */
function sameJson(a: Json, b: Json): boolean {
  const pairs: [Json, Json][] = [[a, b]]
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [left, right] = pair
    if (left === right) continue
    if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
    if (Array.isArray(left) !== Array.isArray(right)) return false
    const other = new Map(Object.entries(right))
    const own = Object.entries(left)
    if (own.length !== other.size) return false
    for (const [key, value] of own) {
      const match = other.get(key)
      if (match === undefined) return false
      pairs.push([value, match])
    }
  }
  return true
}

const seenAtMost = 40

function look(rule: Rule, facts: Facts, seen: Seen): void {
  for (const member of rule.rules) {
    if (Object.keys(seen).length >= seenAtMost) return
    if ('combinator' in member) {
      look(member, facts, seen)
      continue
    }
    const { root } = splitField(member.field)
    if (root === 'did' || root === 'touch') {
      const counted = facts.counted(member)
      note(seen, member.field, typeof counted === 'object' ? [...counted] : counted)
    } else note(seen, member.field, fieldValue(member.field, facts))
    if (member.valueSource !== 'field') continue
    for (const field of Array.isArray(member.value) ? member.value : [member.value]) {
      if (typeof field === 'string') note(seen, field, fieldValue(field, facts))
    }
  }
}

/** Two counts of one event over different windows are told apart by a number behind the field. */
function note(seen: Seen, field: string, value: Json | undefined): void {
  const short = compact(value)
  for (let nth = 1; nth <= seenAtMost; nth++) {
    const key = nth === 1 ? field : `${field} (${nth})`
    const there = Object.hasOwn(seen, key) ? seen[key] : undefined
    if (there === undefined) seen[key] = short
    if (there === undefined || sameJson(there, short)) return
  }
}

function compact(value: Json | undefined, depth = 0): Json {
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean')
    return value ?? null
  if (typeof value === 'string')
    return value.length > 200 ? `${value.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…` : value
  if (depth === 2) return '…'
  if (Array.isArray(value)) return value.slice(0, 10).map((inner) => compact(inner, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 10)
      .map(([key, inner]) => [key.slice(0, 100), compact(inner, depth + 1)]),
  )
}
