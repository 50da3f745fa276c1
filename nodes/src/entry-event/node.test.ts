import { expect, test } from 'vitest'
import type { Rule } from '../sdk/rule.ts'
import { visit } from '../sdk/testing.ts'
import { entryEvent } from './node.ts'

const bigCart: Rule = { combinator: 'and', rules: [{ field: 'event.value', operator: '>=', value: 20 }] }

test('customers enter by an event under a condition', () => {
  expect(entryEvent.entry?.({ event: 'add_to_cart', where: bigCart })).toEqual({
    by: 'event',
    event: 'add_to_cart',
    where: bigCart,
  })
})

test('whoever has entered goes straight on', () => {
  expect(visit(entryEvent, { event: 'add_to_cart' }).enter()).toMatchObject({ kind: 'leave', outlet: 'next' })
})

test('an event without a name and unknown keys are refused', () => {
  expect(entryEvent.config.safeParse({ event: '' }).success).toBe(false)
  expect(entryEvent.config.safeParse({ event: 'a', when: 'b' }).success).toBe(false)
})
