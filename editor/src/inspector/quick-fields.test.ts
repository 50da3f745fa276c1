import { expect, test } from 'vitest'
import { onlyFields, quickFields, withoutFields } from './quick-fields.ts'

test('only the fields that a type marks quick are in the form, and the rest of the config stays', () => {
  const { schema, keys } = quickFields({
    quick: ['timeout'],
    schema: {
      type: 'object',
      properties: { branches: { type: 'array' }, timeout: { type: 'string', widget: 'duration' } },
      required: ['branches', 'timeout'],
    },
  })
  expect(schema).toEqual({
    type: 'object',
    properties: { timeout: { type: 'string', widget: 'duration' } },
    required: ['timeout'],
  })
  const config = { branches: [{ id: 'a' }], timeout: 'P1D' }
  expect(onlyFields(config, keys)).toEqual({ timeout: 'P1D' })
  expect({ ...withoutFields(config, keys), timeout: 'P2D' }).toEqual({ branches: [{ id: 'a' }], timeout: 'P2D' })
})
