import { describe, expect, test } from 'vitest'
import type { Rule } from '../sdk/rule.ts'
import { mondayMorningMs, visit } from '../sdk/testing.ts'
import { waitForEvent } from './node.ts'

const sameCart: Rule = {
  combinator: 'and',
  rules: [{ field: 'event.cart_id', operator: '=', valueSource: 'field', value: 'entry.cart_id' }],
}
const cart = {
  branches: [
    { id: 'bought', event: 'purchase', where: sameCart },
    { id: 'emptied', event: 'clear_cart' },
  ],
  timeout: 'PT2H',
}

test('the customer rests until one of the events, in the order drawn, or the timeout', () => {
  expect(visit(waitForEvent, cart).enter()).toEqual({
    kind: 'wait',
    untilMs: mondayMorningMs + 7_200_000,
    on: [
      { id: 'bought', event: 'purchase', where: sameCart },
      { id: 'emptied', event: 'clear_cart' },
    ],
  })
})

test('an event leaves by its branch, the time by timed-out', () => {
  expect(visit(waitForEvent, cart).wake({ by: 'emptied' })).toMatchObject({ outlet: 'emptied' })
  expect(visit(waitForEvent, cart).wake({ by: 'time' })).toMatchObject({ outlet: 'timed-out' })
})

describe('a branch’s id', () => {
  const found = (...ids: string[]) =>
    waitForEvent.validate?.({ branches: ids.map((id) => ({ id, event: 'e' })), timeout: 'PT1H' }, 'en')

  test('is used once', () => {
    expect(found('a', 'b', 'a')).toMatchObject([{ code: 'duplicate-branch', path: '/branches/2/id' }])
  })

  test.each([
    'next',
    'else',
    'timed-out',
    'failed',
    'blocked',
    'time',
    'delivered',
    'met',
    'exhausted',
    'limited',
    'denied',
  ])('is not %s', (id) => {
    expect(found('a', id)).toMatchObject([{ code: 'reserved-branch', path: '/branches/1/id' }])
  })

  test.each(['', 'a b', 'ü', '__proto__', '-a', 'a'.repeat(65)])('“%s” is refused', (id) => {
    expect(waitForEvent.config.safeParse({ branches: [{ id, event: 'e' }], timeout: 'PT1H' }).success).toBe(false)
  })
})

test('a wait for nothing, or without a timeout, is refused', () => {
  expect(waitForEvent.config.safeParse({ branches: [], timeout: 'PT1H' }).success).toBe(false)
  expect(waitForEvent.config.safeParse({ branches: [{ id: 'a', event: 'e' }] }).success).toBe(false)
})
