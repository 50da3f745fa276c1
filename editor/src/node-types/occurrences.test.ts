import { nextLocalTime } from '@wend/nodes/sdk/calendar'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isZone, nextTimes, sayAt } from './occurrences.ts'

const from = (iso: string) => Date.parse(iso)
const told = (...asked: Parameters<typeof nextTimes>) =>
  nextTimes(...asked).map(({ atMs, moved }) => `${new Date(atMs).toISOString().slice(0, 16)}${moved ? ' moved' : ''}`)

test('a time of day comes every day, today if it is not past', () => {
  expect(told(from('2026-01-05T00:00:00Z'), '09:00', 'Asia/Shanghai', [], 3)).toEqual([
    '2026-01-05T01:00',
    '2026-01-06T01:00',
    '2026-01-07T01:00',
  ])
  expect(told(from('2026-01-05T01:00:00Z'), '09:00', 'Asia/Shanghai', [], 1)).toEqual(['2026-01-05T01:00'])
  expect(told(from('2026-01-05T01:00:01Z'), '09:00', 'Asia/Shanghai', [], 1)).toEqual(['2026-01-06T01:00'])
})

test('on weekdays only', () => {
  expect(told(from('2026-01-05T00:00:00Z'), '08:30', 'UTC', [6, 7])).toEqual([
    '2026-01-10T08:30',
    '2026-01-11T08:30',
    '2026-01-17T08:30',
    '2026-01-18T08:30',
    '2026-01-24T08:30',
  ])
})

test('a time that the clocks skip moves to the next that exists, and one that comes twice is its first', () => {
  // Berlin: 02:00 becomes 03:00 on 29 March, 03:00 becomes 02:00 on 25 October.
  expect(told(from('2026-03-28T00:00:00Z'), '02:30', 'Europe/Berlin', [], 3)).toEqual([
    '2026-03-28T01:30',
    '2026-03-29T01:00 moved',
    '2026-03-30T00:30',
  ])
  expect(told(from('2026-10-24T12:00:00Z'), '02:30', 'Europe/Berlin', [], 2)).toEqual([
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ])
  // Lord Howe changes by half an hour, Santiago at midnight.
  expect(told(from('2026-10-03T00:00:00Z'), '02:15', 'Australia/Lord_Howe', [], 2)).toEqual([
    '2026-10-03T15:30 moved',
    '2026-10-04T15:15',
  ])
  expect(told(from('2026-09-05T12:00:00Z'), '00:30', 'America/Santiago', [], 1)).toEqual(['2026-09-06T04:00 moved'])
})

test('what is no time of day comes never, and zones are told from other words', () => {
  for (const time of ['', '24:00', '9:00', 'noon']) expect(nextTimes(0, time, 'UTC')).toEqual([])
  expect(nextTimes(0, '09:00', 'UTC', [9])).toEqual([])
  expect(isZone('Asia/Shanghai')).toBe(true)
  expect(isZone('Moon/Sea')).toBe(false)
})

test('the editor says what the engine does', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
  )
  const two = (n: number) => String(n).padStart(2, '0')
  const times = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${two(hour)}:${two(minute)}`)
  const instants = fc.integer({ min: from('2024-01-01T00:00:00Z') / 1000, max: from('2028-01-01T00:00:00Z') / 1000 })
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
  fc.assert(
    fc.property(instants, times, zones, days, (seconds, time, zone, weekdays) => {
      const [first, second] = nextTimes(seconds * 1000, time, zone, weekdays, 2)
      expect(first?.atMs).toBe(nextLocalTime(seconds * 1000, time, zone, weekdays))
      expect(second?.atMs).toBe(nextLocalTime((first?.atMs ?? 0) + 1, time, zone, weekdays))
    }),
    { numRuns: 200 },
  )
})

test('it is said in words in the zone', () => {
  const at = from('2026-01-05T01:00:00Z')
  expect(sayAt(at, 'en', 'Asia/Shanghai')).toMatch(/Monday.*January.*2026.*09:00/)
  expect(sayAt(at, 'zh-CN', 'Asia/Shanghai')).toMatch(/2026年1月5日.*星期一.*09:00/)
})
