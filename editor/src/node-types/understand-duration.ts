import { readDuration, type Unit, writeDuration } from './duration.ts'

const names: readonly [Unit, RegExp][] = [
  ['second', /^(?:s|secs?|seconds?|秒钟?)$/],
  ['minute', /^(?:m|mins?|minutes?|分钟?)$/],
  ['hour', /^(?:h|hrs?|hours?|小时|个小时|钟头|个钟头|时)$/],
  ['day', /^(?:d|days?|天|日)$/],
  ['week', /^(?:w|wks?|weeks?|周|个周|星期|个星期|礼拜|个礼拜)$/],
  ['month', /^(?:mo|mos|months?|月|个月)$/],
  ['year', /^(?:y|yrs?|years?|年)$/],
]
const letters: Record<Unit, string> = {
  year: 'Y',
  month: 'M',
  week: 'W',
  day: 'D',
  hour: 'H',
  minute: 'M',
  second: 'S',
}
const large: readonly Unit[] = ['year', 'month', 'week', 'day']
const small: readonly Unit[] = ['hour', 'minute', 'second']
const part = /(\d+(?:\.\d+)?)\s*(\p{L}+)?/gu

/** What is taken for a unit, in English or Chinese; undefined for other words. */
const unitOf = (word: string): Unit | undefined => names.find(([, pattern]) => pattern.test(word))?.[0]

/**
 * A duration as people write it, "2h", "90m", "1 week 2 days", "3 天", "-3d", "PT2H" or a bare number of `unit`, as
 * ISO 8601. Undefined for what cannot be understood, among it fractions of a day: a day has no fixed length.
 */
export function understandDuration(text: string, unit: Unit): string | undefined {
  const said = text.normalize('NFKC').trim()
  const iso = said.toUpperCase()
  if (readDuration(iso)) return iso
  const negative = /^[-−]/.test(said)
  const words = said.replace(/^[-−+]\s*/, '').toLowerCase()
  const rest = words.replace(part, '').replace(/[\s,、和]|and/g, '')
  const parts = [...words.matchAll(part)]
  if (rest !== '' || parts.length === 0) return undefined
  const counts = new Map<Unit, number>()
  for (const [, digits = '', word] of parts) {
    const named = word === undefined ? (parts.length === 1 ? unit : undefined) : unitOf(word.replace(/and$|和$/, ''))
    if (named === undefined || counts.has(named) || !addPart(counts, named, Number(digits))) return undefined
  }
  const only = [...counts][0]
  if (counts.size === 1 && only) return writeDuration(negative ? -only[1] : only[1], only[0])
  const written = (of: readonly Unit[]) =>
    of.flatMap((one) => (counts.has(one) ? [`${counts.get(one)}${letters[one]}`] : [])).join('')
  const timed = written(small)
  return `${negative ? '-' : ''}P${written(large)}${timed === '' ? '' : `T${timed}`}`
}

/** Adds a count of a unit; of hours and minutes a fraction too, as the smaller ones that it is. */
function addPart(counts: Map<Unit, number>, unit: Unit, count: number): boolean {
  const whole = Math.trunc(count)
  const smaller = unit === 'hour' ? 'minute' : unit === 'minute' ? 'second' : undefined
  const left = smaller === undefined ? 0 : Math.round((count - whole) * 60)
  if (whole !== count && (smaller === undefined || Math.abs(left / 60 + whole - count) > 1e-9)) return false
  if (whole !== 0 || left === 0) counts.set(unit, whole)
  if (left !== 0 && smaller) counts.set(smaller, left)
  return true
}
