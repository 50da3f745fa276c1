import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  dayOf,
  daysBefore,
  isPeriod,
  type PeriodChoice,
  periodChoices,
  readPeriod,
  sayPeriod,
  writePeriod,
} from './period.ts'

const today = '2026-03-02'
const read = (address: string) => readPeriod((name) => new URLSearchParams(address).get(name) ?? '', today)

test.each([
  ['', 'all', undefined],
  ['period=today', 'today', { from: today, to: today }],
  ['period=7d', '7d', { from: '2026-02-24', to: today }],
  ['period=30d', '30d', { from: '2026-02-01', to: today }],
  ['from=2026-01-30&to=2026-02-01', 'days', { from: '2026-01-30', to: '2026-02-01' }],
  ['from=2026-02-30&to=2026-03-01', 'all', undefined],
  ['from=2026-03-01&to=2026-02-01', 'all', undefined],
  ['from=2026-03-01', 'all', undefined],
  ['from=2024-03-01&to=2026-03-01', 'all', undefined],
  ['period=ever', 'all', undefined],
])('of the address %j: %s', (address, choice, period) => expect(read(address)).toEqual({ choice, period }))

test('what is chosen is what the address then says, on any day', () => {
  const day = fc.integer({ min: 1_600_000_000, max: 2_500_000_000 }).map((seconds) => dayOf(seconds * 1000))
  fc.assert(
    fc.property(day, fc.constantFrom<PeriodChoice>(...periodChoices), (now, choice) => {
      const said = new Map(Object.entries(writePeriod(choice, now)))
      const { choice: again, period } = readPeriod((name) => said.get(name) ?? '', now)
      expect(again).toBe(choice)
      if (period) expect([isPeriod(period), period.to]).toEqual([true, now])
    }),
  )
  expect(daysBefore('2028-03-01', 1)).toBe('2028-02-29')
})

test('a period is said as a range, and one day as a day', () => {
  expect(sayPeriod({ from: '2026-11-22', to: '2026-11-28' }, 'en')).toMatch(/^November 22\s–\s28, 2026$/)
  expect(sayPeriod({ from: today, to: today }, 'zh-CN')).toBe('2026年3月2日')
})
