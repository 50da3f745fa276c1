import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './testing.ts'
import { toJsonb, toText } from './to-jsonb.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase({ max: 1 })
})
afterAll(() => database.drop())

const text = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud800', '\udfff', '\\', '\\u0000', '"', '🦊')),
})

test('any text is taken by Postgres, alone and in JSON, and the two agree', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const { rows } = await database.pool.query<{ json: unknown; text: string }>(
        'SELECT $1::jsonb AS json, $2::text AS text',
        [toJsonb({ [value]: [value] }), toText(value)],
      )
      expect(rows).toEqual([{ json: { [toText(value)]: [toText(value)] }, text: toText(value) }])
    }),
    { numRuns: 300 },
  )
})

test('what Postgres takes anyway is not touched', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (value) => value.includes('\0') || toJsonb([value]) === JSON.stringify([value]),
    ),
  )
})
