import { expect, test } from 'vitest'
import { visit } from '../sdk/testing.ts'
import { entryApi } from './node.ts'

test('customers enter by API with the properties that a caller may pass', () => {
  expect(entryApi.entry?.({ properties: ['order_id'] })).toEqual({ by: 'api', properties: ['order_id'] })
})

test('whoever has entered goes straight on', () => {
  expect(visit(entryApi, {}).enter()).toMatchObject({ kind: 'leave', outlet: 'next' })
})
