import { now } from './now.ts'
import { numberFormat } from './number-format.ts'

/** 12.4k, 1.2万: short enough for a card. */
export const sayShort = (count: number, language: string): string =>
  numberFormat(language, {
    notation: count < 10_000 && !language.startsWith('zh') ? 'standard' : 'compact',
    maximumFractionDigits: 1,
  })
    .format(count)
    .replace('K', 'k')

export const sayNumber = (count: number, language: string): string => numberFormat(language).format(count)

const steps = [
  { unit: 'second', ms: 1000, below: 60_000 },
  { unit: 'minute', ms: 60_000, below: 3_600_000 },
  { unit: 'hour', ms: 3_600_000, below: 86_400_000 },
  { unit: 'day', ms: 86_400_000, below: 30 * 86_400_000 },
  { unit: 'month', ms: 30 * 86_400_000, below: Number.POSITIVE_INFINITY },
] as const

/** "5 minutes ago", "5分钟前". */
export function sayAgo(at: string, language: string, nowMs = now()): string {
  const sinceMs = Math.max(0, nowMs - Date.parse(at))
  const step = steps.find(({ below }) => sinceMs < below)
  if (!step) return at
  const said = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(
    -Math.floor(sinceMs / step.ms),
    step.unit,
  )
  // As everywhere in Chinese here: "42 秒钟前".
  return said.replace(/(\d)(?=\p{Script=Han})/u, '$1 ')
}

/** The day of an instant in the operator's zone, as a key: 2026-03-01. */
export const dayOf = (at: string): string => {
  const date = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export const sayDay = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(at),
  )

export const sayTime = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(
    new Date(at),
  )

export const sayInstant = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
