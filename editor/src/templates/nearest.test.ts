import { expect, test } from 'vitest'
import type { Template } from '../api/templates.ts'
import { nearest } from './nearest.ts'

const template = (id: string, family: Template['family'], ...events: string[]) => ({ id, family, events })
const templates = [
  template('recall', 'reactivation', 'order'),
  template('welcome', 'entry', 'signed_up'),
  template('cart', 'entry', 'add_to_cart', 'purchase'),
  template('coupon', 'entry', 'purchase', 'visit'),
]
const ids = (...received: string[]) =>
  nearest(templates, ['entry', 'reactivation'], new Set(received)).map(({ id }) => id)

test('of each family one is offered, in the order of families: the one whose events were received, else the first', () => {
  expect(ids()).toEqual(['welcome', 'recall'])
  expect(ids('purchase', 'add_to_cart')).toEqual(['cart', 'recall'])
  // One missing each: the first.
  expect(ids('purchase')).toEqual(['welcome', 'recall'])
})
