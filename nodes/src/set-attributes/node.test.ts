import { expect, test } from 'vitest'
import { visit } from '../sdk/testing.ts'
import { setAttributes } from './node.ts'

test('texts are rendered, other values keep their types, null removes', () => {
  const attributes = { greeting: 'Hi {{ customer.name }}', visits: 3, vip: true, tags: ['{{ a }}'], old: null }
  expect(visit(setAttributes, { attributes }, { customer: { attributes: { name: 'Ada' } } }).enter()).toEqual({
    kind: 'leave',
    outlet: 'next',
    changes: { attributes: { greeting: 'Hi Ada', visits: 3, vip: true, tags: ['{{ a }}'], old: null } },
  })
})

test('setting nothing is an issue', () => {
  expect(setAttributes.validate?.({ attributes: {} }, 'en')).toMatchObject([
    { code: 'no-attributes', path: '/attributes' },
  ])
})
