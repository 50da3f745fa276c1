/** How rules read times and spans of time. Both are the same in memory and in SQL, to the millisecond. */

const dateTime =
  '^([0-9]{4})-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])' +
  '(?:[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:[.]([0-9]{1,9}))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9])))?$'
const dateTimePattern = new RegExp(dateTime)

/**
 * Milliseconds since 1970 of an RFC 3339 date-time, `2026-03-01T08:00:00+08:00`, or of a full date, which stands for its
 * first instant in UTC. Finer than a millisecond is cut off. Undefined for anything else: another type, a day that the
 * month does not have, the year 0, a leap second.
 */
export function instantMs(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const parts = dateTimePattern.exec(value)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second, fraction, sign, aheadHours, aheadMinutes] = parts
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (Number(year) === 0 || date.getUTCDate() !== Number(day)) return undefined
  const clockMs = ((Number(hour ?? 0) * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0)) * 1000
  const aheadMs = (Number(aheadHours ?? 0) * 60 + Number(aheadMinutes ?? 0)) * 60_000
  return (
    date.getTime() + clockMs + Number((fraction ?? '').padEnd(3, '0').slice(0, 3)) - (sign === '-' ? -aheadMs : aheadMs)
  )
}

/** The same of a text in SQL: milliseconds as bigint, or NULL. Never an error. */
export function instantSql(text: string): string {
  const count = (nth: number) => `coalesce(t[${nth}], '0')::bigint`
  const first = 'make_date(t[1]::int, t[2]::int, 1)'
  return (
    `(SELECT CASE WHEN t IS NULL OR t[1] = '0000' OR t[3] = '00' THEN NULL ` +
    `WHEN t[3]::int > extract(day FROM ${first} + interval '1 month' - interval '1 day') THEN NULL ` +
    `ELSE (${first} - date '1970-01-01' + t[3]::int - 1)::bigint * 86400000 ` +
    `+ ((${count(4)} * 60 + ${count(5)}) * 60 + ${count(6)}) * 1000 + left(rpad(coalesce(t[7], ''), 3, '0'), 3)::bigint ` +
    `- (CASE WHEN t[8] = '-' THEN -1 ELSE 1 END) * (${count(9)} * 60 + ${count(10)}) * 60000 END ` +
    `FROM regexp_match(${text}, '${dateTime}') AS t)`
  )
}

const spanPattern = /^P(?!$)(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/

/** Milliseconds of a duration in a rule, where a day is 24 h. Undefined where it has months or years, or is none. */
export function spanMs(duration: unknown): number | undefined {
  if (typeof duration !== 'string') return undefined
  const parts = spanPattern.exec(duration)
  if (!parts) return undefined
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return (((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds) * 1000
}
