import { expect, test } from 'vitest'
import { withEvents } from './with-events.ts'

test('events are renamed where they are listened to and counted, and nowhere else', () => {
  const rule = { combinator: 'and', rules: [{ field: 'did.purchase', operator: '>=', value: { count: 2 } }] }
  const config = { event: 'purchase', branches: [{ id: 'purchase', event: 'purchase', when: rule }], title: 'purchase' }
  const journey = {
    name: 'purchase',
    nodes: [{ id: 'purchase', type: 'any', version: 1, position: { x: 0, y: 0 }, config }],
    edges: [],
    settings: { goal: { event: 'purchase' }, exits: [{ event: 'other' }] },
  }
  const renamed = withEvents(journey, new Map([['purchase', 'Order Completed']]))
  expect(renamed.nodes[0]?.config).toEqual({
    event: 'Order Completed',
    branches: [
      {
        id: 'purchase',
        event: 'Order Completed',
        when: { ...rule, rules: [{ ...rule.rules[0], field: 'did.Order Completed' }] },
      },
    ],
    title: 'purchase',
  })
  expect(renamed.settings).toEqual({ goal: { event: 'Order Completed' }, exits: [{ event: 'other' }] })
  expect([renamed.name, renamed.nodes[0]?.id]).toEqual(['purchase', 'purchase'])
  expect(withEvents(journey, new Map())).toEqual(journey)
})
