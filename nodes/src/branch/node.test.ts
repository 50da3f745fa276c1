import { expect, test } from 'vitest'
import type { Rule } from '../sdk/rule.ts'
import { visit } from '../sdk/testing.ts'
import { branch } from './node.ts'

const levelIs = (level: string): Rule => ({
  combinator: 'and',
  rules: [{ field: 'customer.level', operator: '=', value: level }],
})
const config = {
  branches: [
    { id: 'vip', name: 'VIP', when: levelIs('gold') },
    { id: 'also', name: 'Gold as well', when: levelIs('gold') },
    { id: 'new', name: 'New', when: levelIs('none') },
  ],
}

test.each([
  ['gold', 'vip'],
  ['none', 'new'],
  ['silver', 'else'],
])('a customer of level %s leaves by %s', (level, outlet) => {
  expect(visit(branch, config, { customer: { attributes: { level } } }).enter()).toMatchObject({ outlet })
})

test('rules after the one that holds are not asked', () => {
  const asked: Rule[] = []
  visit(branch, config, { holds: (rule) => asked.push(rule) > 0 }).enter()
  expect(asked).toHaveLength(1)
})
