import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { addDuration, nextLocalTime, readInstant, timeOnDayOf } from './calendar.ts'

const at = (iso: string, zone = 'UTC'): number => DateTime.fromISO(iso, { zone }).toMillis()
const shown = (ms: number, zone: string): string => DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss")

const zone = fc.constantFrom(
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Asia/Kathmandu',
)
const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) })
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))

describe('a duration added', () => {
  test.each([
    ['a day keeps the time of day over a change of clocks', '2026-03-07T09:00', 'P1D', '2026-03-08T09:00'],
    ['24 hours do not', '2026-03-07T09:00', 'PT24H', '2026-03-08T10:00'],
    ['days first, hours after', '2026-03-07T09:00', 'P1DT2H', '2026-03-08T11:00'],
    ['a month after 31 January is the last of February', '2026-01-31T09:00', 'P1M', '2026-02-28T09:00'],
    ['a year after 29 February is 28 February', '2028-02-29T09:00', 'P1Y', '2029-02-28T09:00'],
    ['three days before', '2026-03-10T09:00', '-P3D', '2026-03-07T09:00'],
    ['a week', '2026-01-01T00:00', 'P1W', '2026-01-08T00:00'],
    ['a time that is skipped moves to the next that exists', '2026-03-07T02:30', 'P1D', '2026-03-08T03:00'],
  ])('%s', (_name, from, duration, to) => {
    const newYork = 'America/New_York'
    expect(shown(addDuration(at(from, newYork), duration, newYork), newYork)).toBe(`${to}:00`)
  })

  test('to a time that exists twice is the first of the two', () => {
    const from = at('2026-10-31T01:30', 'America/New_York')
    expect(addDuration(from, 'P1D', 'America/New_York')).toBe(at('2026-11-01T05:30Z'))
  })

  test('over a day that a whole country skipped comes to the first moment after it', () => {
    const from = at('2011-12-29T10:00', 'Pacific/Apia')
    expect(shown(addDuration(from, 'P1D', 'Pacific/Apia'), 'Pacific/Apia')).toBe('2011-12-31T00:00:00')
  })

  test('of nothing changes nothing, also in the hour that happens twice', () => {
    const second = at('2026-11-01T06:30Z')
    for (const nothing of ['P0D', 'PT0S', '-P0D']) expect(addDuration(second, nothing, 'America/New_York')).toBe(second)
  })

  test('of hours or shorter is exact everywhere', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 100_000 }), zone, (ms, minutes, where) => {
        expect(addDuration(ms, `PT${minutes}M`, where)).toBe(ms + minutes * 60_000)
      }),
    )
  })

  test('of days shows the same time that many days later, or else the first after a gap', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 800 }), zone, (start, days, where) => {
        const ms = Math.floor(start / 1000) * 1000
        const wanted = DateTime.fromISO(`${shown(ms, where)}Z`, { zone: 'utc' })
          .plus({ days })
          .toFormat("yyyy-MM-dd'T'HH:mm:ss")
        const reached = addDuration(ms, `P${days}D`, where)
        expect(shown(reached, where) >= wanted).toBe(true)
        expect(shown(reached - 1000, where) < wanted || shown(reached, where) === wanted).toBe(true)
        expect(reached).toBeGreaterThan(ms)
      }),
    )
  })

  test('is never later for a shorter duration', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 400 }), zone, (ms, days, where) => {
        expect(addDuration(ms, `P${days}D`, where)).toBeLessThanOrEqual(addDuration(ms, `P${days + 1}D`, where))
      }),
    )
  })

  test('that is none, or a zone that is none, is refused', () => {
    expect(() => addDuration(0, 'soon', 'UTC')).toThrow(RangeError)
    expect(() => addDuration(0, 'P1D', 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('the next local time', () => {
  test.each([
    ['later today', '2026-01-05T09:00', '20:00', undefined, '2026-01-05T20:00'],
    ['now, when it is just that time', '2026-01-05T09:00', '09:00', undefined, '2026-01-05T09:00'],
    ['tomorrow, when it is past', '2026-01-05T09:01', '09:00', undefined, '2026-01-06T09:00'],
    ['on the next of some weekdays', '2026-01-05T09:00', '08:00', [3, 5], '2026-01-07T08:00'],
    ['on the same weekday of next week', '2026-01-05T09:01', '09:00', [1], '2026-01-12T09:00'],
    ['moved forward from an hour that is skipped', '2026-03-08T00:00', '02:30', undefined, '2026-03-08T03:00'],
  ])('is %s', (_name, from, time, weekdays, to) => {
    const newYork = 'America/New_York'
    expect(shown(nextLocalTime(at(from, newYork), time, newYork, weekdays), newYork)).toBe(`${to}:00`)
  })

  test('happens once where the clock shows it twice', () => {
    const between = at('2026-11-01T05:45Z')
    expect(shown(nextLocalTime(between, '01:30', 'America/New_York'), 'America/New_York')).toBe('2026-11-02T01:30:00')
  })

  test('is reached by going on from one to the next exactly once a day', () => {
    fc.assert(
      fc.property(instant, timeOfDay, zone, (start, time, where) => {
        let ms = nextLocalTime(start, time, where)
        const days = Array.from({ length: 12 }, () => {
          const day = shown(ms, where).slice(0, 10)
          ms = nextLocalTime(ms + 1, time, where)
          return day
        })
        expect(new Set(days).size).toBeGreaterThanOrEqual(where === 'Pacific/Apia' ? 11 : 12)
      }),
    )
  })

  test('is within eight days, shows that time unless it was skipped, on a weekday asked for', () => {
    fc.assert(
      fc.property(instant, timeOfDay, zone, fc.integer({ min: 1, max: 7 }), (from, time, where, weekday) => {
        const ms = nextLocalTime(from, time, where, [weekday])
        const seen = DateTime.fromMillis(ms, { zone: where })
        expect(ms).toBeGreaterThanOrEqual(from)
        expect(ms - from).toBeLessThan(8 * 86_400_000)
        if (seen.toFormat('HH:mm') === time) expect(seen.weekday).toBe(weekday)
        else expect(DateTime.fromMillis(ms - 1, { zone: where }).offset).not.toBe(seen.offset)
      }),
    )
  })

  test('on a given day may lie before', () => {
    expect(timeOnDayOf(at('2026-01-05T09:00'), '08:00', 'UTC')).toBe(at('2026-01-05T08:00'))
    expect(shown(timeOnDayOf(at('2026-01-05T20:00Z'), '08:00', 'Asia/Shanghai'), 'Asia/Shanghai')).toBe(
      '2026-01-06T08:00:00',
    )
  })
})

describe('a date that an attribute holds', () => {
  test.each([
    ['2026-02-01', '2026-01-31T16:00Z'],
    ['2026-02-01T09:30', '2026-02-01T01:30Z'],
    ['2026-02-01T09:30:15', '2026-02-01T01:30:15Z'],
    ['2026-02-01 09:30:15', '2026-02-01T01:30:15Z'],
    ['2026-02-01T09:30:00Z', '2026-02-01T09:30Z'],
    ['2026-02-01T09:30:00.250+02:00', '2026-02-01T07:30:00.250Z'],
    ['2026-02-01T23:59:59.9999', '2026-02-01T15:59:59.999Z'],
    ['0001-02-03T00:00:00Z', '0001-02-03T00:00Z'],
  ])('%s is read in her zone unless it says its own', (written, instantIso) => {
    expect(readInstant(written, 'Asia/Shanghai')).toBe(at(instantIso))
  })

  test.each([
    undefined,
    null,
    7,
    true,
    '',
    'soon',
    '12:00',
    '2026',
    '2026-W05',
    '2026-02-30',
    '2026-02-01T25:00',
    [],
    {},
  ])('%s is none', (written) => {
    expect(readInstant(written, 'UTC')).toBeUndefined()
  })

  test('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.string(), zone, (written, where) => readInstant(written, where) === undefined || true))
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
        (date) => {
          expect(readInstant(date.toISOString(), 'UTC')).toBe(date.getTime())
        },
      ),
    )
  })
})
