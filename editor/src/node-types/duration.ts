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

type Part = readonly [count: number, letter: string]

/** Days, hours, minutes and seconds, those that are none left out. */
export function partsOfMs(ms: number): readonly Part[] {
  const seconds = Math.floor(ms / 1000)
  const parts: Part[] = [
    [Math.floor(seconds / 86_400), 'D'],
    [Math.floor(seconds / 3600) % 24, 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ]
  return parts.filter(([count]) => count > 0)
}

/** Such parts as ISO 8601. */
export function writeParts(parts: readonly Part[]): string {
  const days = parts.filter(([, letter]) => letter === 'D')
  const times = parts.filter(([, letter]) => letter !== 'D')
  const text = (some: readonly Part[]) => some.map(([count, letter]) => `${count}${letter}`).join('')
  return `P${text(days)}${times.length > 0 ? `T${text(times)}` : ''}`
}
