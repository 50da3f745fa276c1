import type { Told } from '@wend/nodes/sdk/define-node'
import type { Json } from '@wend/nodes/sdk/json'
import type { Operator, Rule } from '@wend/nodes/sdk/rule'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRule } from './check.ts'
import { ruleMessages } from './messages.ts'
import { anyRule } from './testing.ts'

const touches = new Map<string, readonly Told[] | undefined>([
  ['mail', ['opened', 'clicked']],
  ['hook', []],
  ['pause', undefined],
])
const check = (checked: Rule, early = false) =>
  checkRule(checked, { language: 'en', path: '/when', node: 'n', touches: early ? undefined : touches }).map(
    ({ code, path }) => `${code} ${path}`,
  )
const leaf = (field: string, operator: Operator, value?: Json, valueSource?: 'field'): Rule => ({
  combinator: 'and',
  rules: [{ field, operator, ...(value !== undefined && { value }), ...(valueSource && { valueSource }) }],
})

test('what makes sense has nothing against it', () => {
  for (const good of [
    leaf('customer.level', 'in', ['gold', 'black']),
    leaf('event.value', '>=', 20),
    leaf('event.cart_id', '=', 'entry.cart_id', 'field'),
    leaf('customer.joined', 'withinLast', 'P30D'),
    leaf('customer.joined', 'between', ['2026-01-01', '2026-02-01T00:00:00Z']),
    leaf('did.Order Completed', '>=', {
      count: 1,
      within: 'P30D',
      where: { combinator: 'and', rules: [{ field: 'event.value', operator: '>', value: 3 }] },
    }),
    leaf('touch.mail', '=', 'delivered'),
    leaf('touch.mail', 'in', ['opened', 'clicked']),
    leaf('touch.hook', '!=', 'in-doubt'),
    leaf('customer.name', 'null'),
  ])
    expect(check(good)).toEqual([])
})

test('every fault is named at once, with its place', () => {
  const rules = (members: Rule['rules']): Rule => ({ combinator: 'and', rules: members })
  expect(
    check(
      rules([
        { combinator: 'or', rules: [] },
        { field: 'costumer.x', operator: '=', value: 1 },
        { field: 'customer.', operator: '=', value: 1 },
        { field: 'segment.vip', operator: '=', value: true },
        { field: 'customer.a', operator: '=' },
        { field: 'customer.a', operator: '<', value: 'x' },
        { field: 'customer.a', operator: 'between', value: [1] },
        { field: 'customer.a', operator: 'in', value: 'a,b' },
        { field: 'customer.a', operator: 'beginsWith', value: 1 },
        { field: 'customer.a', operator: 'withinLast', value: 'P1M' },
        { field: 'customer.a', operator: 'withinLast', value: '3 days' },
        { field: 'customer.a', operator: '=', valueSource: 'field', value: 'did.x' },
        { field: 'customer.a\0', operator: 'null' },
        { field: 'did.x', operator: 'in', value: { count: 1.5, within: 'P1Y', often: true, where: 1 } },
        {
          field: 'did.x',
          operator: '=',
          value: { count: 1, where: { combinator: 'and', rules: [{ field: 'entry.a', operator: 'null' }] } },
        },
        { field: 'touch.gone', operator: '=', value: 'delivered' },
        { field: 'touch.pause', operator: '<', value: 'delivered' },
        { field: 'touch.mail', operator: 'in', value: ['opened', 'eaten'] },
        { field: 'touch.hook', operator: '=', value: 'clicked' },
      ]),
    ),
  ).toEqual([
    'empty-group /when/rules/0',
    'unknown-field /when/rules/1/field',
    'unknown-field /when/rules/2/field',
    'not-available /when/rules/3/field',
    'wrong-value /when/rules/4/value',
    'wrong-value /when/rules/5/value',
    'wrong-value /when/rules/6/value',
    'wrong-value /when/rules/7/value',
    'wrong-value /when/rules/8/value',
    'months /when/rules/9/value',
    'wrong-value /when/rules/10/value',
    'unknown-field /when/rules/11/value',
    'unstorable /when/rules/12/field',
    'wrong-operator /when/rules/13/operator',
    'unknown-key /when/rules/13/value/often',
    'wrong-value /when/rules/13/value/count',
    'months /when/rules/13/value/within',
    'wrong-value /when/rules/13/value/where',
    'unknown-field /when/rules/14/value/where/rules/0/field',
    'unknown-node /when/rules/15/field',
    'not-a-touch /when/rules/16/field',
    'wrong-operator /when/rules/16/operator',
    'unknown-state /when/rules/17/value/1',
    'not-available /when/rules/18/value',
  ])
})

test('nothing was sent when a customer enters', () => {
  expect(check(leaf('touch.mail', '=', 'delivered'), true)).toEqual(['unknown-field /when/rules/0/field'])
})

test('groups may be nested, but not without end', () => {
  const nested = (depth: number): Rule => ({
    combinator: 'and',
    rules: [depth === 0 ? leaf('customer.a', 'null') : nested(depth - 1)],
  })
  expect(check(nested(9))).toEqual([])
  expect(check(nested(30))).toHaveLength(1)
})

test('any rule is checked without a throw, and every message exists in both languages', () => {
  fc.assert(
    fc.property(anyRule, (any) => {
      for (const language of ['en', 'zh-CN'] as const)
        for (const { message } of checkRule(any, { language, path: '', touches })) expect(message).not.toBe('')
    }),
  )
  for (const say of Object.values(ruleMessages)) expect(say['zh-CN']('x')).toMatch(/[\u4E00-\u9FFF]/)
})

test('a rule of more conditions than can be judged for every event is refused, where it stands', () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, nth) => ({ field: 'event.a', operator: '=' as const, value: nth }))
  const groups = (count: number): Rule => ({
    combinator: 'or',
    rules: Array.from({ length: count / 50 }, () => ({ combinator: 'or', rules: members(50) })),
  })
  expect(check(groups(500))).toEqual([])
  expect(check(groups(550))).toEqual(['too-many /when'])
  const where: Json = JSON.parse(JSON.stringify(groups(550)))
  expect(check(leaf('did.buy', '>=', { count: 1, where }))).toEqual(['too-many /when/rules/0/value/where'])
})
