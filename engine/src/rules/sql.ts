import type { Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import { instantMs, instantSql } from './instant.ts'
import { type Did, type Operand, type ReadLeaf, readLeaf } from './read-leaf.ts'

/** What the SQL may name. Texts are SQL expressions of the query that it will stand in; nothing from a rule ever is. */
export interface SqlScope {
  /** The values for $1, $2…: what the rule needs is appended. */
  params: unknown[]
  nowMs: number
  /** Default: `c.workspace`, `c.id`, `c.attributes` of the table `customer`. */
  workspace?: string
  customer?: string
  attributes?: string
  /** Events up to this number are counted. Default: all. */
  upTo?: string
  /** Properties of the event at hand and of the entry event, jsonb. Default: there are none. */
  event?: string
  entry?: string
}

/**
 * A rule as a boolean expression that is never NULL and never fails, and agrees with `holds` for every customer.
 * Each leaf looks at types before it compares. `touch.…` has no value here: it belongs to an enrollment.
 */
export function ruleToSql(rule: Rule, scope: SqlScope): string {
  if (rule.rules.length === 0) return rule.not ? 'true' : 'false'
  const members = rule.rules.map((member) =>
    'combinator' in member ? ruleToSql(member, scope) : leafToSql(readLeaf(member), scope),
  )
  const joined = `(${members.join(rule.combinator === 'and' ? ' AND ' : ' OR ')})`
  return rule.not ? `(NOT ${joined})` : joined
}

/** How often a customer did what a `did.…` leaf counts: a scalar subquery over her events, `0` for a malformed leaf. */
export function didCountSql(leaf: RuleLeaf, scope: SqlScope): string {
  const read = readLeaf(leaf)
  return read.kind === 'did' ? countSql(read.did, scope) : '0'
}

function countSql({ event, withinMs, where }: Did, scope: SqlScope): string {
  const { params, nowMs, workspace = 'c.workspace', customer = 'c.id', upTo } = scope
  const parts = [`e.workspace = ${workspace}`, `e.customer = ${customer}`, `e.name = ${bind(params, event, 'text')}`]
  if (upTo !== undefined) parts.push(`e.number <= ${upTo}`)
  if (withinMs !== undefined) {
    const since = bind(params, new Date(nowMs - withinMs).toISOString(), 'timestamptz')
    // Nothing happens after it is received, so that older partitions need no look.
    parts.push(`e.at >= ${since}`, `e.received_at >= ${since}`)
  }
  if (where) {
    const { upTo: _, entry: __, ...outer } = scope
    parts.push(ruleToSql(where, { ...outer, event: 'e.properties' }))
  }
  return `(SELECT count(*) FROM event e WHERE ${parts.join(' AND ')})`
}

function leafToSql(leaf: ReadLeaf, scope: SqlScope): string {
  const { params } = scope
  switch (leaf.kind) {
    case 'never':
      return 'false'
    case 'did': {
      const operator = leaf.operator === '!=' ? '<>' : leaf.operator
      return `(${countSql(leaf.did, scope)} ${operator} ${bind(params, leaf.count, 'numeric')})`
    }
    case 'touch':
      return leaf.states === undefined && !leaf.negated ? 'true' : 'false'
    case 'missing':
      return `(coalesce(jsonb_typeof(${json(leaf.left, scope)}), 'null') ${leaf.negated ? '<>' : '='} 'null')`
    case 'same': {
      const [left, right] = [json(leaf.left, scope), json(leaf.right, scope)]
      return total(`${present(left)} AND ${present(right)} AND ${left} ${leaf.negated ? '<>' : '='} ${right}`)
    }
    case 'order': {
      const [left, right] = [orderable(leaf.left, scope), orderable(leaf.right, scope)]
      return either((kind) => `${left[kind]} ${leaf.operator} ${right[kind]}`)
    }
    case 'between': {
      const [left, low, high] = [leaf.left, leaf.low, leaf.high].map((operand) => orderable(operand, scope))
      if (!left || !low || !high) return 'false'
      return either((kind) => {
        const inside = `(${left[kind]} >= ${low[kind]} AND ${left[kind]} <= ${high[kind]})`
        // A bound of another kind is NULL, which AND may hide behind a false.
        return `${left[kind]} + ${low[kind]} + ${high[kind]} IS NOT NULL AND ${leaf.negated ? `NOT ${inside}` : inside}`
      })
    }
    case 'among': {
      const [left, list] = [json(leaf.left, scope), json(leaf.list, scope)]
      const found = `${left} = ANY (ARRAY(SELECT jsonb_array_elements(${list})))`
      return `(CASE WHEN ${present(left)} AND jsonb_typeof(${list}) = 'array' THEN ${leaf.negated ? `NOT ${found}` : found} ELSE false END)`
    }
    case 'text':
      return textSql(leaf, scope)
    case 'window': {
      const at = instantSql(text(json(leaf.left, scope)))
      const limit = bind(params, scope.nowMs - leaf.spanMs, 'numeric')
      return total(
        leaf.within ? `${at} BETWEEN ${limit} AND ${bind(params, scope.nowMs, 'numeric')}` : `${at} < ${limit}`,
      )
    }
  }
}

function textSql({ left: from, right: of, at, negated }: Extract<ReadLeaf, { kind: 'text' }>, scope: SqlScope): string {
  const [left, right] = [json(from, scope), json(of, scope)]
  const [whole, part] = [text(left), text(right)]
  const found = {
    anywhere: `strpos(${whole}, ${part}) > 0`,
    start: `starts_with(${whole}, ${part})`,
    end: `right(${whole}, length(${part})) = ${part}`,
  }[at]
  const not = negated ? 'NOT ' : ''
  const inText = `WHEN jsonb_typeof(${left}) = 'string' AND jsonb_typeof(${right}) = 'string' THEN ${not}(${found})`
  const inList =
    at === 'anywhere'
      ? ` WHEN jsonb_typeof(${left}) = 'array' AND jsonb_typeof(${right}) IN ('string', 'number', 'boolean') ` +
        `THEN ${not}(${left} @> jsonb_build_array(${right}))`
      : ''
  return `(CASE ${inText}${inList} ELSE false END)`
}

function bind(params: unknown[], value: string | number, type: string): string {
  params.push(String(value))
  return `$${params.length}::${type}`
}

/** An operand as jsonb, SQL's NULL where it is missing. Text keys find nothing in lists, as in memory. */
function json(operand: Operand, scope: SqlScope): string {
  if (operand.from === 'nothing') return 'NULL::jsonb'
  if (operand.from === 'literal') return bind(scope.params, JSON.stringify(operand.value), 'jsonb')
  const root = operand.from === 'customer' ? (scope.attributes ?? 'c.attributes') : scope[operand.from]
  if (root === undefined) return 'NULL::jsonb'
  return `(${[root, ...operand.path.map((key) => bind(scope.params, key, 'text'))].join(' -> ')})`
}

const text = (value: string): string => `(${value} #>> '{}')`
const present = (value: string): string => `coalesce(jsonb_typeof(${value}), 'null') <> 'null'`
const total = (condition: string): string => `coalesce(${condition}, false)`

type Orderable = Record<'number' | 'instant', string>

/** An operand as a number and as milliseconds, each NULL where it is none. */
function orderable(operand: Operand, scope: SqlScope): Orderable {
  if (operand.from === 'literal') {
    const ms = instantMs(operand.value)
    return {
      number: typeof operand.value === 'number' ? bind(scope.params, operand.value, 'numeric') : 'NULL::numeric',
      instant: ms === undefined ? 'NULL::numeric' : bind(scope.params, ms, 'numeric'),
    }
  }
  const value = json(operand, scope)
  return {
    number: `(CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${value})::numeric END)`,
    instant: `(CASE WHEN jsonb_typeof(${value}) = 'string' THEN ${instantSql(text(value))} END)`,
  }
}

const either = (condition: (kind: keyof Orderable) => string): string =>
  `(${total(condition('number'))} OR ${total(condition('instant'))})`
