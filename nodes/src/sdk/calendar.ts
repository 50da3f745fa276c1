import { DateTime, IANAZone } from 'luxon'
import { durationPattern } from './duration.ts'
import type { Json } from './json.ts'

// Instants are milliseconds since 1970. A wall time is what a clock in the zone shows, written as the milliseconds that
// the same reading would be in UTC; so wall times can be added to and compared like numbers.
//
// One sentence decides every doubtful case: a wall time happens at the first instant at which the zone's clock shows it
// or a later one. So a time that does not exist moves forward to the next that does, and one that exists twice is its
// first.

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

function offsetMs(ms: number, zone: string): number {
  const minutes = IANAZone.create(zone).offset(ms)
  if (Number.isNaN(minutes)) throw new RangeError(`not a time zone, or not a time: ${zone}, ${ms}`)
  return minutes * minuteMs
}

const wallOf = (ms: number, zone: string): number => ms + offsetMs(ms, zone)

/** The first instant at which the zone's clock shows `wall` or later. */
function instantOf(wall: number, zone: string): number {
  // Zones lie between 12 hours behind and 14 hours ahead of UTC.
  let before = wall - 15 * hourMs
  const early = offsetMs(before, zone)
  if (offsetMs(wall - early, zone) === early) return wall - early
  let after = wall + 13 * hourMs
  const late = offsetMs(after, zone)
  if (offsetMs(wall - late, zone) === late) return wall - late
  // Skipped: the clock jumps over it at the one change in between.
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetMs(middle, zone) === early) before = middle
    else after = middle
  }
  return after
}

/**
 * The instant that lies an ISO 8601 duration after `ms`, or before it when the duration begins with `-`. Years to days are
 * counted on the zone's calendar and keep the time of day (a month after 31 January is the last of February); hours to
 * seconds are exact and are added last. Throws a RangeError for what is no duration or no zone.
 */
export function addDuration(ms: number, duration: string, zone: string): number {
  const sign = duration.startsWith('-') ? -1 : 1
  const match = durationPattern.exec(sign < 0 ? duration.slice(1) : duration)
  if (!match) throw new RangeError(`not an ISO 8601 duration: ${duration}`)
  const part = (nth: number): number => sign * Number(match[nth] ?? 0)
  const calendar = { years: part(1), months: part(2), weeks: part(3), days: part(4) }
  const exactMs = part(5) * hourMs + part(6) * minuteMs + part(7) * 1000
  if (Object.values(calendar).every((count) => count === 0)) return ms + exactMs
  const wall = DateTime.fromMillis(Math.floor(wallOf(ms, zone)), { zone: 'utc' }).plus(calendar)
  return instantOf(wall.toMillis(), zone) + exactMs
}

const midnight = (wall: number): number => Math.floor(wall / dayMs) * dayMs

function timeOfDayMs(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * hourMs + (minutes ?? 0) * minuteMs
}

/** 1 Monday … 7 Sunday. 1 January 1970 was a Thursday. */
const weekdayOf = (wall: number): number => ((((midnight(wall) / dayMs + 3) % 7) + 7) % 7) + 1

/**
 * The first instant at or after `fromMs` at which it is `time` (`HH:mm`) in the zone, on one of `weekdays` (1 Monday … 7;
 * any when absent). Each day has one such instant.
 */
export function nextLocalTime(fromMs: number, time: string, zone: string, weekdays?: readonly number[]): number {
  const today = midnight(wallOf(fromMs, zone))
  // From yesterday, whose time may have been moved to today, to the same weekday of next week.
  for (let day = today - dayMs; day <= today + 8 * dayMs; day += dayMs) {
    if (weekdays && !weekdays.includes(weekdayOf(day))) continue
    const atMs = instantOf(day + timeOfDayMs(time), zone)
    if (atMs >= fromMs) return atMs
  }
  throw new RangeError(`no weekday among ${weekdays}`)
}

/** The instant at which it is `time` (`HH:mm`) on the day that `ms` belongs to in the zone. */
export const timeOnDayOf = (ms: number, time: string, zone: string): number =>
  instantOf(midnight(wallOf(ms, zone)) + timeOfDayMs(time), zone)

const dateOrTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})?)?$/

/**
 * The instant that an attribute names: an RFC 3339 time, or one without an offset, or a date (its midnight), both read in
 * the zone. Undefined for everything else.
 */
export function readInstant(value: Json | undefined, zone: string): number | undefined {
  const match = typeof value === 'string' ? dateOrTime.exec(value) : null
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const wall = DateTime.fromObject({ year, month, day, hour, minute, second, millisecond }, { zone: 'utc' })
  if (!wall.isValid) return undefined
  const offset = match[8]
  if (offset === undefined) return instantOf(wall.toMillis(), zone)
  return wall.toMillis() - writtenOffsetMs(offset)
}

function writtenOffsetMs(offset: string): number {
  if (/[Zz]/.test(offset)) return 0
  const sign = offset.startsWith('-') ? -1 : 1
  return sign * (Number(offset.slice(1, 3)) * hourMs + Number(offset.slice(-2)) * minuteMs)
}
