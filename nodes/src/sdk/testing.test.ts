import { expect, test } from 'vitest'
import { z } from 'zod'
import { branch } from '../branch/node.ts'
import { exit } from '../exit/node.ts'
import { waitForEvent } from '../wait-for-event/node.ts'
import { defineNode, leave, type StepContext } from './define-node.ts'
import { visit } from './testing.ts'

const texts = { name: '', description: '', summary: '', fields: {}, outlets: {} }

/** Runs `look` with the context that the kit gives a node. */
function looking(look: (context: StepContext) => void, ...visitor: [Parameters<typeof visit>[2]?]): void {
  const node = defineNode({
    type: 'look',
    version: 1,
    category: 'data',
    icon: '',
    config: z.strictObject({}),
    defaults: {},
    outlets: ['next'],
    quick: [],
    texts: { en: texts, 'zh-CN': texts },
    enter: (_config, context) => {
      look(context)
      return leave('next')
    },
    wake: (_config, context) => {
      look(context)
      return leave('nowhere')
    },
  })
  visit(node, {}, visitor[0]).enter()
}

test('a config that publish would refuse is refused, with every reason', () => {
  expect(() => visit(waitForEvent, { timeout: 'soon' })).toThrow(/branches[\s\S]*timeout|timeout[\s\S]*branches/)
  const twice = {
    branches: [
      { id: 'a', event: 'e' },
      { id: 'a', event: 'e' },
    ],
    timeout: 'PT1H',
  }
  expect(() => visit(waitForEvent, twice)).toThrow('/branches/1/id')
})

test('leaving by an outlet that does not exist, and waking what cannot wake, are refused', () => {
  const waiting = visit(waitForEvent, { branches: [{ id: 'a', event: 'e' }], timeout: 'PT1H' })
  expect(() => waiting.wake({ by: 'b' })).toThrow('not one of its outlets')
  expect(() => visit(exit, {}).wake({ by: 'time' })).toThrow('cannot be woken')
})

test('templates find customer, entry and event, escaped for where they stand', () => {
  const visitor = {
    customer: { id: 'a1', attributes: { name: '<A&B>\n"' } },
    entry: { properties: { n: 1 } },
    event: { properties: { deep: { x: 'y/z' } } },
  }
  looking(({ render }) => {
    expect(render.text('{{ customer.id }}{{entry.n}}{{ event.deep.x }}{{ customer.nobody }}')).toBe('a11y/z')
    expect(render.html('{{ customer.name }}')).toBe('&lt;A&amp;B&gt;\n&quot;')
    expect(render.json('"{{ customer.name }}"')).toBe(JSON.stringify('<A&B>\n"'))
    expect(render.url('/{{ event.deep.x }}')).toBe('/y%2Fz')
    expect(render.header('{{ customer.name }}')).toBe('<A&B> "')
    expect(render.text('{{ customer.constructor }}')).toBe('')
  }, visitor)
})

test('simple rules are worked out, others ask the test to decide', () => {
  const rule = (operator: '=' | '!=' | 'null' | '>', value?: string) => ({
    combinator: 'and' as const,
    rules: [{ field: 'customer.level', operator, value }],
  })
  const gold = { customer: { attributes: { level: 'gold' } } }
  looking(({ holds }) => {
    expect([rule('=', 'gold'), rule('!=', 'gold'), rule('null')].map(holds)).toEqual([true, false, false])
    expect(holds({ ...rule('null'), not: true })).toBe(true)
    expect(holds({ combinator: 'or', rules: [] })).toBe(false)
    expect(() => holds(rule('>', 'a'))).toThrow('`holds`')
  }, gold)
  looking(({ holds }) => expect(holds(rule('>', 'a'))).toBe(true), { holds: true })
})

test('the event that ends a wait is the one at hand; else it is the entry', () => {
  looking(({ event, entry }) => expect(event).toEqual(entry))
  const seen = visit(
    branch,
    {
      branches: [
        { id: 'a', name: 'A', when: { combinator: 'and', rules: [{ field: 'event.n', operator: '=', value: 1 }] } },
      ],
    },
    { entry: { properties: { n: 1 } } },
  )
  expect(seen.enter()).toMatchObject({ outlet: 'a' })
})
