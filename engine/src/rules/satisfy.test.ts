import type { Operator, Rule, RuleLeaf } from '@wend/nodes/sdk/rule'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { satisfy } from './satisfy.ts'
import { anyObject, anyRule } from './testing.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const around = { event: 'buy', customer: { email: 'demo@example.com' }, properties: {}, nowMs, fixed: ['email'] }
const leaf = (field: string, operator: Operator, value?: RuleLeaf['value'], valueSource?: 'field'): RuleLeaf => ({
  field,
  operator,
  ...(value !== undefined && { value }),
  ...(valueSource && { valueSource }),
})
const all = (...rules: Rule['rules']): Rule => ({ combinator: 'and', rules })
const any = (...rules: Rule['rules']): Rule => ({ combinator: 'or', rules })
const invent = (rule: Rule) => satisfy(rule, around)

test('a customer and her event are invented out of the rule’s own values', () => {
  const rule = all(
    leaf('event.value', '>=', 50),
    leaf('event.items.count', '>', 2),
    leaf('event.at', '<', '2026-01-01'),
    leaf('customer.level', 'in', ['gold', 'black']),
    leaf('customer.city', 'beginsWith', 'Kö'),
    leaf('customer.phone', 'notNull'),
    leaf('customer.joined', 'moreThanAgo', 'P30D'),
    leaf('customer.home', '=', 'event.shop', 'field'),
    leaf('did.view', '>=', { count: 3, within: 'P7D' }),
    leaf('did.buy', '>=', { count: 2 }),
  )
  expect(invent(rule)).toEqual({
    customer: {
      email: 'demo@example.com',
      level: 'gold',
      city: 'Kö',
      phone: 'demo',
      joined: '2025-12-05T09:00:00.000Z',
      home: 'demo',
    },
    properties: { value: 50, items: { count: 3 }, at: '2025-12-31T00:00:00.000Z', shop: 'demo' },
    before: ['view', 'view', 'view', 'buy'],
  })
})

test('of alternatives one that can be had is taken', () => {
  const rule = all(
    any(leaf('customer.email', '=', 'ada@shop.com'), leaf('event.value', '=', 7)),
    leaf('event.a', '=', 1),
  )
  expect(invent(rule)).toMatchObject({ properties: { value: 7, a: 1 } })
  expect(satisfy(undefined, { ...around, properties: { value: 1 } })).toMatchObject({ properties: { value: 1 } })
})

test('what cannot be met is not claimed to be; attributes that are kept stay', () => {
  expect(invent(all(leaf('event.a', '=', 1), leaf('event.a', '=', 2)))).toBeUndefined()
  expect(invent(all(leaf('customer.email', 'endsWith', '@shop.com')))).toBeUndefined()
  expect(invent(all(leaf('did.view', '>=', { count: 500 })))).toBeUndefined()
  expect(invent({ combinator: 'and', rules: [] })).toBeUndefined()
})

test('whatever the rule, nothing is thrown and the address stays', () => {
  fc.assert(
    fc.property(anyRule, anyObject, (rule, properties) => {
      const invented = satisfy(rule, { ...around, properties })
      if (invented) expect(invented.customer['email']).toBe('demo@example.com')
    }),
    { numRuns: 500 },
  )
})
