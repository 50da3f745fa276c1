import type { Told } from '@wend/nodes/sdk/define-node'
import { durationPattern } from '@wend/nodes/sdk/duration'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { Json } from '@wend/nodes/sdk/json'
import { type Rule, type RuleLeaf, rule as ruleSchema } from '@wend/nodes/sdk/rule'
import { instantMs, spanMs } from './instant.ts'
import { isDeeper, pointerKey } from './json-tree.ts'
import { type RuleFault, ruleMessages } from './messages.ts'
import { isUnstorable, leavesOf, splitField } from './read-leaf.ts'

/** A journey's nodes by id, and what is learned of the touch that each sends once it has arrived; undefined of one that sends none. */
export type Touches = ReadonlyMap<string, readonly Told[] | undefined>

/** Where a rule stands. */
export interface Standing {
  language: Language
  /** JSON pointer of the rule in the document that is checked. */
  path: string
  /** The node that it belongs to. */
  node?: string | undefined
  /** Absent where nothing can have been sent yet. */
  touches?: Touches | undefined
}

interface Place {
  standing: Standing
  /** Inside a `did`'s `where`. */
  counted: boolean
  depth: number
}

const deepest = 12
const longestList = 1000
const mostLeaves = 500
/** What comes of every touch. */
const states = ['delivered', 'failed', 'blocked', 'in-doubt']
/** What is learned of some. */
const told: readonly Told[] = ['opened', 'clicked']
const codes: Partial<Record<RuleFault, string>> = {
  'segment-not-available': 'not-available',
  'state-not-told': 'not-available',
  'unknown-field-inside': 'unknown-field',
  'not-another-field': 'unknown-field',
  'touch-too-early': 'unknown-field',
  'count-operator': 'wrong-operator',
  'touch-operator': 'wrong-operator',
  'count-value': 'wrong-value',
  'not-a-duration': 'wrong-value',
  'no-value': 'wrong-value',
  'not-in-order': 'wrong-value',
  'not-a-pair': 'wrong-value',
  'not-a-list': 'wrong-value',
  'not-a-text': 'wrong-value',
  'not-a-rule': 'wrong-value',
}

/** Everything wrong with a rule whose shape is right: each with its place and remedy. */
export const checkRule = (rule: Rule, standing: Standing): Issue[] =>
  checkWhole(rule, standing.path, { standing, counted: false, depth: 1 })

/** A rule is judged for every event that it listens to: what it costs is bounded. */
function checkWhole(rule: Rule, path: string, place: Place): Issue[] {
  return isOver(leavesOf(rule), mostLeaves) ? found(place, 'too-many', path) : checkGroup(rule, path, place)
}

function isOver(leaves: Iterable<unknown>, most: number): boolean {
  let count = 0
  for (const _ of leaves) if (++count > most) return true
  return false
}

function found(place: Place, fault: RuleFault, path: string, about = ''): Issue[] {
  const { language, node } = place.standing
  const short = about.length > 80 ? `${about.slice(0, 79)}…` : about
  const message = ruleMessages[fault][language](short)
  return [{ code: codes[fault] ?? fault, severity: 'error', path, message, ...(node !== undefined && { node }) }]
}

function checkGroup(group: Rule, path: string, place: Place): Issue[] {
  if (group.rules.length === 0) return found(place, 'empty-group', path)
  if (place.depth > deepest) return found(place, 'too-deep', path)
  return group.rules.flatMap((member, nth) => {
    const at = `${path}/rules/${nth}`
    return 'combinator' in member
      ? checkGroup(member, at, { ...place, depth: place.depth + 1 })
      : checkLeaf(member, at, place)
  })
}

function checkLeaf(leaf: RuleLeaf, path: string, place: Place): Issue[] {
  const { field, value } = leaf
  if (isUnstorable(field)) return found(place, 'unstorable', `${path}/field`)
  if (value !== undefined && isUnstorable(value)) return found(place, 'unstorable', `${path}/value`)
  const { root, rest } = splitField(field)

  if (place.counted && root !== 'event' && root !== 'customer')
    return found(place, 'unknown-field-inside', `${path}/field`, field)
  if (root === 'segment') return found(place, 'segment-not-available', `${path}/field`, field)
  if (root === 'did' && rest !== '') return checkDid(leaf, path, place)
  if (root === 'touch' && rest !== '') return checkTouch(leaf, rest, path, place)
  if (!isPlain(field)) return found(place, 'unknown-field', `${path}/field`, field)
  return leaf.valueSource === 'field' ? checkOtherField(leaf, path, place) : checkValue(leaf, path, place)
}

/** Whether a field is `customer.…`, `event.…` or `entry.…` with no part of its path empty. */
function isPlain(field: string): boolean {
  const { root, rest } = splitField(field)
  return (root === 'customer' || root === 'event' || root === 'entry') && rest.split('.').every((key) => key !== '')
}

function checkOtherField({ operator, value }: RuleLeaf, path: string, place: Place): Issue[] {
  if (operator === 'null' || operator === 'notNull') return []
  if (operator === 'withinLast' || operator === 'moreThanAgo')
    return found(place, 'not-a-duration', `${path}/value`, JSON.stringify(value ?? null))
  const pair = operator === 'between' || operator === 'notBetween'
  if (pair && (!Array.isArray(value) || value.length !== 2))
    return found(place, 'not-a-pair', `${path}/value`, operator)
  return (pair && Array.isArray(value) ? value : [value]).flatMap((field, nth) => {
    const known = typeof field === 'string' && isPlain(field) && !(place.counted && field.startsWith('entry.'))
    const about = typeof field === 'string' ? field : JSON.stringify(field ?? null)
    return known ? [] : found(place, 'not-another-field', `${path}/value${pair ? `/${nth}` : ''}`, about)
  })
}

function checkValue({ operator, value }: RuleLeaf, path: string, place: Place): Issue[] {
  const unless = (fits: boolean, fault: RuleFault) => (fits ? [] : found(place, fault, `${path}/value`, operator))
  switch (operator) {
    case 'null':
    case 'notNull':
      return []
    case '=':
    case '!=':
      return unless(value !== undefined && value !== null, 'no-value')
    case '<':
    case '>':
    case '<=':
    case '>=':
      return unless(isOrdered(value), 'not-in-order')
    case 'between':
    case 'notBetween':
      return unless(isPair(value), 'not-a-pair')
    case 'in':
    case 'notIn':
      return unless(isList(value), 'not-a-list')
    case 'contains':
    case 'doesNotContain':
      return unless(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean', 'not-a-text')
    case 'beginsWith':
    case 'doesNotBeginWith':
    case 'endsWith':
    case 'doesNotEndWith':
      return unless(typeof value === 'string', 'not-a-text')
    case 'withinLast':
    case 'moreThanAgo':
      return checkSpan(value, `${path}/value`, place)
  }
}

const isOrdered = (value: Json | undefined): boolean => typeof value === 'number' || instantMs(value) !== undefined

const isPair = (value: Json | undefined): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(isOrdered) && typeof value[0] === typeof value[1]

const isList = (value: Json | undefined): value is Json[] =>
  Array.isArray(value) && value.length > 0 && value.length <= longestList && !value.includes(null)

function checkSpan(value: Json | undefined, path: string, place: Place): Issue[] {
  if (spanMs(value) !== undefined) return []
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null)
  return found(place, durationPattern.test(text) ? 'months' : 'not-a-duration', path, text)
}

function checkDid(leaf: RuleLeaf, path: string, place: Place): Issue[] {
  const { operator, value } = leaf
  const countable = ['=', '!=', '<', '>', '<=', '>='].includes(operator)
  const operatorIssues = countable ? [] : found(place, 'count-operator', `${path}/operator`, operator)
  if (typeof value !== 'object' || value === null || Array.isArray(value) || leaf.valueSource === 'field')
    return [...operatorIssues, ...found(place, 'count-value', `${path}/value`)]
  const { count, within, where, ...others } = value
  const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 0
  return [
    ...operatorIssues,
    ...Object.keys(others).flatMap((key) => found(place, 'unknown-key', `${path}/value/${pointerKey(key)}`, key)),
    ...(isCount ? [] : found(place, 'count-value', `${path}/value/count`)),
    ...(within === undefined ? [] : checkSpan(within, `${path}/value/within`, place)),
    ...(where === undefined ? [] : checkWhere(where, `${path}/value/where`, place)),
  ]
}

function checkWhere(where: Json, path: string, place: Place): Issue[] {
  if (isDeeper(where, deepest * 4)) return found(place, 'too-deep', path)
  const inner = ruleSchema.safeParse(where)
  if (!inner.success) return found(place, 'not-a-rule', path)
  return checkWhole(inner.data, path, { ...place, counted: true, depth: place.depth + 1 })
}

function checkTouch(leaf: RuleLeaf, node: string, path: string, place: Place): Issue[] {
  const tells = place.standing.touches?.get(node)
  return [...checkTouchNode(leaf.field, node, path, place), ...checkTouchStates(leaf, tells, path, place)]
}

function checkTouchNode(field: string, node: string, path: string, place: Place): Issue[] {
  const { touches } = place.standing
  if (!touches) return found(place, 'touch-too-early', `${path}/field`, field)
  if (!touches.has(node)) return found(place, 'unknown-node', `${path}/field`, node)
  return touches.get(node) ? [] : found(place, 'not-a-touch', `${path}/field`, node)
}

/** `tells`: undefined where it is not known of which touch. */
function checkTouchStates(
  { operator, value, valueSource }: RuleLeaf,
  tells: readonly Told[] | undefined,
  path: string,
  place: Place,
): Issue[] {
  if (operator === 'null' || operator === 'notNull') return []
  const many = operator === 'in' || operator === 'notIn'
  if (!many && operator !== '=' && operator !== '!=')
    return found(place, 'touch-operator', `${path}/operator`, operator)
  if (many && !isList(value)) return found(place, 'not-a-list', `${path}/value`, operator)
  return (many && Array.isArray(value) ? value : [value]).flatMap((state, nth) => {
    const at = `${path}/value${many ? `/${nth}` : ''}`
    if (typeof state !== 'string' || valueSource === 'field')
      return found(place, 'unknown-state', at, JSON.stringify(state ?? null))
    if (states.includes(state)) return []
    const learned = told.find((one) => one === state)
    if (!learned) return found(place, 'unknown-state', at, state)
    return !tells || tells.includes(learned) ? [] : found(place, 'state-not-told', at, state)
  })
}
