// When a time of day comes, in a zone, by the browser's own calendar. The engine's sentence holds here too: a wall time
// happens at the first instant at which the zone's clock shows it or a later one. So a time that is skipped moves forward to
// the next that exists, and one that exists twice is its first.

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** One occurrence. `moved`: its day has no such time, because the clocks change. */
export interface Occurrence {
  atMs: number
  moved: boolean
}

/** What clocks in a zone show at an instant, as the milliseconds that the same reading would be in UTC. */
function clockOf(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  }
}

/** Whether the browser knows a zone by this name. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** The first instant at which the clock shows `wall` or later. Zones change at whole seconds. */
function instantOf(wall: number, clock: (ms: number) => number): number {
  // Zones lie between 12 hours behind and 14 hours ahead of UTC; both sides of a change are tried, the earlier first.
  const offsets = [wall - 15 * hourMs, wall + 13 * hourMs].map((ms) => clock(ms) - ms)
  const tried = offsets.map((offset) => wall - offset).sort((a, b) => a - b)
  const there = tried.find((ms) => clock(ms) === wall)
  if (there !== undefined) return there
  let before = wall - 15 * hourMs
  let after = wall + 13 * hourMs
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000
    if (clock(middle) < wall) before = middle
    else after = middle
  }
  return after
}

/** 1 Monday … 7 Sunday. */
const weekdayOf = (wall: number): number => new Date(wall).getUTCDay() || 7

/**
 * The next times, from `fromMs` on, at which it is `time` (`HH:mm`) in the zone, on one of `weekdays` (1 Monday … 7; any
 * when there are none). Each day has one. None for what is no time of day.
 */
export function nextTimes(
  fromMs: number,
  time: string,
  zone: string,
  weekdays: readonly number[] = [],
  most = 5,
): Occurrence[] {
  const said = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  if (!said) return []
  const clock = clockOf(zone)
  const ofDayMs = Number(said[1]) * hourMs + Number(said[2]) * 60_000
  const today = Math.floor(clock(fromMs) / dayMs) * dayMs
  const found: Occurrence[] = []
  // From yesterday, whose time may have moved to today; most weeks have at least one of the weekdays.
  for (let day = today - dayMs; found.length < most && day <= today + (most + 1) * 7 * dayMs; day += dayMs) {
    if (weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue
    const wall = day + ofDayMs
    const atMs = instantOf(wall, clock)
    if (atMs >= fromMs) found.push({ atMs, moved: clock(atMs) !== wall })
  }
  return found
}

/** "Monday, 5 January 2026 at 09:00", in a zone. */
export const sayAt = (atMs: number, language: string, zone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23', timeZone: zone }).format(
    atMs,
  )
