import type { JsonObject } from '@wend/nodes/sdk/json'
import type { Operator, Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain, type Facts, factKey, fieldValue, holds } from './holds.ts'
import { instantMs, spanMs } from './instant.ts'
import { anyObject, anyRule } from './testing.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const customer: JsonObject = {
  level: 'gold',
  age: 36,
  zero: 0,
  tags: ['a', 1],
  address: { city: 'Köln' },
  nothing: null,
  joined: '2026-01-04T09:00:00Z',
  birthday: '1990-05-01',
}
const facts: Facts = {
  customer,
  event: { name: 'purchase', properties: { value: 20, city: 'Köln' }, atMs: nowMs },
  entry: { name: 'add_to_cart', properties: { value: 30 }, atMs: nowMs },
  counted: ({ field }) => (field === 'did.purchase' ? 2 : field === 'touch.mail' ? ['delivered', 'opened'] : undefined),
}
const leaf = (field: string, operator: Operator, value?: RuleLeaf['value'], valueSource?: 'field'): Rule => ({
  combinator: 'and',
  rules: [{ field, operator, ...(value !== undefined && { value }), ...(valueSource && { valueSource }) }],
})
const is = (...told: Parameters<typeof leaf>) => holds(leaf(...told), facts, nowMs)

describe('a leaf', () => {
  test('keeps types: a number never equals a text', () => {
    expect(is('customer.age', '=', 36)).toBe(true)
    expect(is('customer.age', '=', '36')).toBe(false)
    expect(is('customer.age', '!=', '36')).toBe(true)
    expect(is('customer.age', 'in', ['36'])).toBe(false)
    expect(is('customer.zero', '=', false)).toBe(false)
    expect(is('customer.tags', '=', ['a', 1])).toBe(true)
  })

  test('is false over a missing value, negations too, but for null', () => {
    const negations: Operator[] = [
      '!=',
      'notIn',
      'doesNotContain',
      'doesNotBeginWith',
      'notBetween',
      '<',
      'moreThanAgo',
    ]
    for (const operator of negations) expect(is('customer.missing', operator, 'x'), operator).toBe(false)
    expect(is('customer.missing', 'null')).toBe(true)
    expect(is('customer.nothing', 'null')).toBe(true)
    expect(is('customer.nothing', '!=', 1)).toBe(false)
    expect(is('customer.level', 'notNull')).toBe(true)
    expect(is('customer.constructor', 'null')).toBe(true)
    expect(is('customer.__proto__', 'null')).toBe(true)
    expect(is('customer.tags.length', 'null')).toBe(true)
  })

  test('orders numbers with numbers and times with times, nothing else', () => {
    expect(is('customer.age', '>', 35)).toBe(true)
    expect(is('customer.age', '>', '35')).toBe(false)
    expect(is('customer.level', '<', 'h')).toBe(false)
    expect(is('customer.joined', '<', '2026-01-04T17:00:00+08:00')).toBe(false)
    expect(is('customer.joined', '<', '2026-01-04T17:00:01+08:00')).toBe(true)
    expect(is('customer.birthday', '<', '1990-05-02')).toBe(true)
    expect(is('customer.age', 'between', [36, 40])).toBe(true)
    expect(is('customer.age', 'notBetween', [1, 'x'])).toBe(false)
  })

  test('compares with another field', () => {
    expect(is('event.value', '<', 'entry.value', 'field')).toBe(true)
    expect(is('customer.address.city', '=', 'event.city', 'field')).toBe(true)
    expect(is('event.value', '!=', 'entry.missing', 'field')).toBe(false)
  })

  test('looks into texts and lists', () => {
    expect(is('customer.level', 'beginsWith', 'go')).toBe(true)
    expect(is('customer.tags', 'contains', 1)).toBe(true)
    expect(is('customer.tags', 'contains', '1')).toBe(false)
    expect(is('customer.tags', 'doesNotContain', 'z')).toBe(true)
    expect(is('customer.age', 'doesNotContain', '3')).toBe(false)
  })

  test('knows how long ago: a day is 24 h, the future is not within the last', () => {
    expect(is('customer.joined', 'withinLast', 'P1D')).toBe(true)
    expect(is('customer.joined', 'withinLast', 'PT23H')).toBe(false)
    expect(is('customer.joined', 'moreThanAgo', 'PT23H')).toBe(true)
    expect(holds(leaf('customer.joined', 'withinLast', 'P9D'), facts, 0)).toBe(false)
    expect(is('customer.joined', 'withinLast', 'P1M')).toBe(false)
  })

  test('compares counts and the states that a touch has reached', () => {
    expect(is('did.purchase', '>=', { count: 2 })).toBe(true)
    expect(is('did.purchase', '<', { count: 2, within: 'P30D' })).toBe(false)
    expect(is('did.never', '=', { count: 0 })).toBe(false)
    expect(is('touch.mail', '=', 'delivered')).toBe(true)
    expect(is('touch.mail', '!=', 'failed')).toBe(true)
    expect(is('touch.mail', 'in', ['clicked', 'opened'])).toBe(true)
    expect(is('touch.other', '!=', 'failed')).toBe(false)
    expect(is('touch.other', 'null')).toBe(true)
  })
})

test('a group joins, turns around, and is false when it is empty', () => {
  const [yes, no] = [leaf('customer.age', '=', 36), leaf('customer.age', '=', 1)]
  expect(holds({ combinator: 'and', rules: [yes, no] }, facts, nowMs)).toBe(false)
  expect(holds({ combinator: 'or', rules: [yes, no] }, facts, nowMs)).toBe(true)
  expect(holds({ combinator: 'or', not: true, rules: [yes, no] }, facts, nowMs)).toBe(false)
  expect(holds({ combinator: 'and', rules: [] }, facts, nowMs)).toBe(false)
})

test('any rule has an answer, and what it saw stays small', () => {
  fc.assert(
    fc.property(anyRule, anyObject, (rule, attributes) => {
      const own = { ...facts, customer: attributes }
      const explained = explain(rule, own, nowMs)
      expect(explained.holds).toBe(holds(rule, own, nowMs))
      expect(Object.keys(explained.seen).length).toBeLessThanOrEqual(40)
    }),
  )
})

test('a decision tells the values of all its leaves', () => {
  const long = 'x'.repeat(1000)
  const rule: Rule = {
    combinator: 'or',
    rules: [
      leaf('customer.level', '=', 'gold'),
      leaf('event.value', '<', 'entry.value', 'field'),
      { field: 'did.purchase', operator: '>', value: { count: 1 } },
      { field: 'customer.missing', operator: 'null' },
      { field: 'customer.long', operator: '=', value: 1 },
    ],
  }
  const { seen } = explain(rule, { ...facts, customer: { ...customer, long } }, nowMs)
  expect(seen).toEqual({
    'customer.level': 'gold',
    'event.value': 20,
    'entry.value': 30,
    'did.purchase': 2,
    'customer.missing': null,
    'customer.long': `${'x'.repeat(199)}…`,
  })
})

test('values nested without end are compared and told without harm', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
  const own = { ...facts, customer: { deep } }
  expect(explain(leaf('customer.deep', '=', deep), own, nowMs)).toEqual({
    holds: true,
    seen: { 'customer.deep': [['…']] },
  })
})

test('facts that count the same have the same key', () => {
  const did = (value: RuleLeaf['value'], operator: Operator = '>='): string =>
    factKey({ field: 'did.x', operator, value })
  expect(did({ count: 1, within: 'P1D' })).toBe(did({ within: 'P1D', count: 9 }, '<'))
  expect(did({ count: 1, within: 'P1D' })).not.toBe(did({ count: 1, within: 'P2D' }))
  expect(factKey({ field: 'touch.a', operator: '=', value: 'opened' })).toBe(
    factKey({ field: 'touch.a', operator: 'null' }),
  )
})

test('a field is found by its path', () => {
  expect(fieldValue('event.value', facts)).toBe(20)
  expect(fieldValue('customer.address.city', facts)).toBe('Köln')
  expect(fieldValue('did.purchase', facts)).toBeUndefined()
})

test('times and spans are read to the letter', () => {
  expect(instantMs('2026-01-05T09:00:00.1239+00:30')).toBe(Date.UTC(2026, 0, 5, 8, 30, 0, 123))
  expect(instantMs('2026-01-05')).toBe(Date.UTC(2026, 0, 5))
  for (const none of [
    '2026-02-29',
    '2026-1-5',
    '2026-01-05T24:00:00Z',
    '2026-01-05T09:00Z',
    '2026-01-05T09:00:00',
    5,
    null,
  ])
    expect(instantMs(none), String(none)).toBeUndefined()
  expect(spanMs('P1W2DT3H4M5S')).toBe((((9 * 24 + 3) * 60 + 4) * 60 + 5) * 1000)
  for (const none of ['P1M', 'P1Y', 'P', 'PT', '1D', undefined]) expect(spanMs(none)).toBeUndefined()
})
