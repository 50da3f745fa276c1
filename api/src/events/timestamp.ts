const shape =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?$/i

/**
 * An ISO 8601 instant in milliseconds since 1970, or undefined where it is none: a date, or a date with a time; without
 * an offset in UTC. A day that the calendar has not is none.
 */
export function readTimestamp(text: string): number | undefined {
  const match = shape.exec(text)
  if (!match) return undefined
  const number = (nth: number): number => Number(match[nth] ?? 0)
  const [year, month, day, hour, minute, second] = [number(1), number(2), number(3), number(4), number(5), number(6)]
  if (hour > 23 || minute > 59 || second > 59 || number(10) > 23 || number(11) > 59) return undefined

  const date = new Date(0)
  // Not Date.UTC: it reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, Number((match[7] ?? '').slice(0, 3).padEnd(3, '0')))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  const offsetMs = (number(10) * 60 + number(11)) * 60_000
  return date.getTime() - (match[9] === '-' ? -offsetMs : offsetMs)
}
