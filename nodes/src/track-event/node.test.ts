import { expect, test } from 'vitest'
import { visit } from '../sdk/testing.ts'
import { trackEvent } from './node.ts'

test('an event is recorded with its rendered properties', () => {
  const config = { event: 'recovered', properties: { cart: '{{ entry.cart_id }}', value: 20 } }
  expect(visit(trackEvent, config, { entry: { properties: { cart_id: 'c1' } } }).enter()).toEqual({
    kind: 'leave',
    outlet: 'next',
    changes: { events: [{ name: 'recovered', properties: { cart: 'c1', value: 20 } }] },
  })
})

test('properties are optional', () => {
  expect(visit(trackEvent, { event: 'recovered' }).enter()).toMatchObject({
    changes: { events: [{ name: 'recovered', properties: {} }] },
  })
})
