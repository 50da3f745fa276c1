import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import type { Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import { type Facts, holds } from './holds.ts'
import { instantMs } from './instant.ts'
import { factKey, leavesOf, type Operand, type Order, type ReadLeaf, readLeaf } from './read-leaf.ts'

/** Somebody invented, and the event that she does. */
export interface Invented {
  customer: JsonObject
  properties: JsonObject
  /** What she did before: a name, as often as it is in here. */
  before: string[]
}

/** What is invented around: the event's name, and who she is before the rule asks for more. */
export interface Around extends Omit<Invented, 'before'> {
  event: string
  nowMs: number
  /** Attributes that stay as they are. */
  fixed: readonly string[]
}

const mostBefore = 20
const mostTries = 16
const dayMs = 86_400_000

/**
 * Invents a customer and an event for whom a rule holds, out of the rule's own values. Undefined where that does not come of
 * it: what is answered was judged by `holds` itself.
 */
export function satisfy(rule: Rule | undefined, around: Around): Invented | undefined {
  if (!rule) return { customer: around.customer, properties: around.properties, before: [] }
  for (let nth = 0; nth < mostTries; nth++) {
    const invented = invent(chosenLeaves(rule, nth), around)
    if (holds(rule, factsOf(rule, invented, around), around.nowMs)) return invented
  }
  return undefined
}

/** The leaves that are to hold: all of an `and`, another one of an `or` with each try; a negated group is left to chance. */
const chosenLeaves = ({ combinator, not, rules }: Rule, nth: number): RuleLeaf[] => {
  const turn = rules[nth % rules.length]
  const chosen = combinator === 'and' ? rules : turn ? [turn] : []
  if (not) return []
  return chosen.flatMap((member) =>
    'combinator' in member
      ? chosenLeaves(member, Math.floor(nth / (combinator === 'or' ? rules.length : 1)))
      : [member],
  )
}

function invent(leaves: readonly RuleLeaf[], around: Around): Invented {
  const invented: Invented = {
    customer: structuredClone(around.customer),
    properties: structuredClone(around.properties),
    before: [],
  }
  for (const leaf of leaves) bring(readLeaf(leaf), invented, around)
  for (const name of around.fixed) {
    const own = around.customer[name]
    if (own === undefined) delete invented.customer[name]
    else invented.customer[name] = own
  }
  return invented
}

/** Makes one leaf hold, where its own values say how. */
function bring(leaf: ReadLeaf, invented: Invented, { event, nowMs }: Around): void {
  if (leaf.kind === 'never' || leaf.kind === 'touch') return
  if (leaf.kind === 'did') {
    const wanted = leaf.operator === '>' || leaf.operator === '!=' ? leaf.count + 1 : leaf.count
    if (leaf.operator === '<' || leaf.operator === '<=') return
    const times = wanted - (leaf.did.event === event ? 1 : 0)
    if (!leaf.did.where && times <= mostBefore)
      for (let nth = 0; nth < times; nth++) invented.before.push(leaf.did.event)
    return
  }
  if (leaf.kind === 'same' && !leaf.negated && operandValue(leaf.right, invented) === undefined)
    setAt(leaf.right, example, invented)
  setAt(
    leaf.left,
    wantedValue(leaf, (operand) => operandValue(operand, invented), nowMs),
    invented,
  )
}

/** What stands on the left of a leaf that holds; undefined: nothing. */
function wantedValue(
  leaf: Exclude<ReadLeaf, { kind: 'never' | 'touch' | 'did' }>,
  there: (operand: Operand) => Json | undefined,
  nowMs: number,
): Json | undefined {
  switch (leaf.kind) {
    case 'missing':
      return leaf.negated ? (there(leaf.left) ?? example) : undefined
    case 'same':
      return leaf.negated ? otherThan(there(leaf.right)) : there(leaf.right)
    case 'order':
      return beside(there(leaf.right), leaf.operator)
    case 'between':
      return leaf.negated ? beside(there(leaf.high), '>') : there(leaf.low)
    case 'among': {
      const list = there(leaf.list)
      return leaf.negated ? example : Array.isArray(list) ? list[0] : undefined
    }
    case 'text':
      return leaf.negated ? example : there(leaf.right)
    case 'window':
      return new Date(leaf.within ? nowMs : nowMs - leaf.spanMs - dayMs).toISOString()
  }
}

const example = 'demo'

const otherThan = (value: Json | undefined): Json =>
  typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : value === example ? 'other' : example

/** A number, or a time, that stands so to another. */
function beside(value: Json | undefined, operator: Order): Json | undefined {
  const step = operator === '>' ? 1 : operator === '<' ? -1 : 0
  if (typeof value === 'number') return value + step
  const ms = instantMs(value)
  return ms === undefined ? undefined : new Date(ms + step * dayMs).toISOString()
}

function operandValue(operand: Operand, { customer, properties }: Invented): Json | undefined {
  if (operand.from === 'nothing') return undefined
  if (operand.from === 'literal') return operand.value ?? undefined
  let at: Json | undefined = operand.from === 'customer' ? customer : properties
  for (const key of operand.path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
  return at ?? undefined
}

function setAt(operand: Operand, value: Json | undefined, { customer, properties }: Invented): void {
  if (operand.from === 'nothing' || operand.from === 'literal') return
  const [last = '', ...rest] = operand.path.toReversed()
  let at: JsonObject = operand.from === 'customer' ? customer : properties
  for (const key of rest.toReversed()) {
    const inner = Object.hasOwn(at, key) ? at[key] : undefined
    const next: JsonObject = isObject(inner) ? inner : {}
    define(at, key, next)
    at = next
  }
  if (value === undefined) delete at[last]
  else define(at, last, value)
}

/** A key may be called as what every object has. */
const define = (object: JsonObject, key: string, value: Json): void => {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the rule would find: she has done what was invented, and the event itself, just now. */
function factsOf(rule: Rule, { customer, properties, before }: Invented, { event, nowMs }: Around): Facts {
  const counts = new Map(
    [...leavesOf(rule)].flatMap(({ leaf }): [string, number][] => {
      const read = readLeaf(leaf)
      if (read.kind !== 'did') return []
      const { did } = read
      const done = [
        ...before.filter((name) => name === did.event).map(() => ({})),
        ...(did.event === event ? [properties] : []),
      ]
      const occurrence = (of: JsonObject) => ({ name: did.event, properties: of, atMs: nowMs })
      const counted = done.filter((of) => {
        const facts = { customer, event: occurrence(of), entry: occurrence(of), counted: () => undefined }
        return did.where === undefined || holds(did.where, facts, nowMs)
      })
      return [[factKey(leaf), counted.length]]
    }),
  )
  const occurrence = { name: event, properties, atMs: nowMs }
  return { customer, event: occurrence, entry: occurrence, counted: (leaf) => counts.get(factKey(leaf)) }
}
