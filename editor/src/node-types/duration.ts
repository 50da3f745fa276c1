import { numberFormat } from '../i18n/number-format.ts'

export const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type Unit = (typeof units)[number]

const shape = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const order: readonly Unit[] = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second']

export interface DurationPart {
  unit: Unit
  count: number
}

/** The parts of an ISO 8601 duration, largest first; undefined when it is none. */
export function readDuration(text: string): { parts: DurationPart[]; negative: boolean } | undefined {
  const match = shape.exec(text)
  if (!match || text.endsWith('T')) return undefined
  const parts = order.flatMap((unit, nth) => {
    const digits = match[nth + 2]
    return digits === undefined ? [] : [{ unit, count: Number(digits) }]
  })
  return parts.length === 0 ? undefined : { parts, negative: match[1] === '-' }
}

const letters: Record<Unit, string> = {
  year: 'Y',
  month: 'M',
  week: 'W',
  day: 'D',
  hour: 'H',
  minute: 'M',
  second: 'S',
}

export function writeDuration(count: number, unit: Unit): string {
  const digits = `${Math.abs(count)}${letters[unit]}`
  const timed = unit === 'hour' || unit === 'minute' || unit === 'second'
  return `${count < 0 ? '-' : ''}P${timed ? 'T' : ''}${digits}`
}

/** "2 hours", "2 小时"; what is no duration stays as written. */
export function sayDuration(text: string, language: string): string {
  const read = readDuration(text)
  if (!read) return text
  const said = read.parts
    .map(({ unit, count }) => numberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count))
    .join(' ')
    // Chinese sets a space between figures and characters.
    .replace(/(\d)(?=\p{Script=Han})/gu, '$1 ')
  return read.negative ? `−${said}` : said
}
