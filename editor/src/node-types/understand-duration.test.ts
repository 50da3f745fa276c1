import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDuration, sayDuration, units, writeDuration } from './duration.ts'
import { understandDuration } from './understand-duration.ts'

test.each([
  ['2h', 'PT2H'],
  ['90m', 'PT90M'],
  ['90 min', 'PT90M'],
  ['1 week', 'P1W'],
  ['3 天', 'P3D'],
  ['３天', 'P3D'],
  ['2小时', 'PT2H'],
  ['2 个小时 30 分钟', 'PT2H30M'],
  ['1h30m', 'PT1H30M'],
  ['1 day and 12 hours', 'P1DT12H'],
  ['1.5h', 'PT1H30M'],
  ['0.5h', 'PT30M'],
  ['3 months', 'P3M'],
  ['-3d', '-P3D'],
  ['−2 weeks', '-P2W'],
  ['pt2h', 'PT2H'],
  ['P1DT2H', 'P1DT2H'],
  ['7', 'P7D'],
  ['0', 'P0D'],
])('%s is %s', (text, duration) => {
  expect(understandDuration(text, 'day')).toBe(duration)
})

test.each(['', 'soon', '2 moons', '1.5 days', '2h 3h', '2 h 5', 'h', '2..5h', 'P', 'PT'])(
  '%s is not understood',
  (text) => {
    expect(understandDuration(text, 'day')).toBeUndefined()
  },
)

test('what is said of a duration, in either language, is understood as the same one', () => {
  const count = fc.integer({ min: 0, max: 999 })
  fc.assert(
    fc.property(fc.constantFrom(...units), count, fc.constantFrom('en', 'zh-CN'), (unit, n, language) => {
      const duration = writeDuration(n, unit)
      expect(understandDuration(sayDuration(duration, language), 'second')).toBe(duration)
    }),
  )
})

test('nothing typed throws, and what is understood is a duration', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'0123456789.-PTDHMSdhmwy 天小时分周个月and'), maxLength: 12 }),
      (text) => {
        const duration = understandDuration(text, 'hour')
        expect(duration === undefined || readDuration(duration) !== undefined).toBe(true)
      },
    ),
  )
})
