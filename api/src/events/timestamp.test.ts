import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTimestamp } from './timestamp.ts'

test.each([
  ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31T09:30:00.123456Z', '2026-01-31T09:30:00.123Z'],
  ['2026-01-31T09:30:00,5+08:00', '2026-01-31T01:30:00.500Z'],
  ['2026-01-31T09:30-0330', '2026-01-31T13:00:00.000Z'],
  ['2026-01-31T09:30:00', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31 09:30:00z', '2026-01-31T09:30:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ['0099-12-31T00:00:00Z', '0099-12-31T00:00:00.000Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
])('%s is an instant', (text, instant) => {
  expect(new Date(readTimestamp(text) ?? Number.NaN).toISOString()).toBe(instant)
})

test.each([
  '',
  'today',
  '2025-02-29',
  '2026-02-30T00:00:00Z',
  '2026-13-01',
  '2026-01-00',
  '2026-01-31T24:00:00Z',
  '2026-01-31T09:60Z',
  '2026-01-31T09:30:60Z',
  '2026-1-31',
  '1769851800',
  '2026-01-31T09:30:00+24:00',
  '+012026-01-31',
  'Sat, 31 Jan 2026 09:30:00 GMT',
  '2026-01-31T',
  '2026-01-31T09',
  ' 2026-01-31',
])('%j is none', (text) => expect(readTimestamp(text)).toBeUndefined())

test('every instant that JavaScript writes is read back', () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59.999Z'),
        noInvalidDate: true,
      }),
      (date) => {
        expect(readTimestamp(date.toISOString())).toBe(date.getTime())
      },
    ),
  )
})
