/** Days in UTC, `2026-11-28`, both of them included: as they are asked for. */
export interface Period {
  from: string
  to: string
}

const presets = ['today', '7d', '30d'] as const
/** What the picker offers; `days`: the first and the last are chosen. */
export const periodChoices = ['all', ...presets, 'days'] as const
export type PeriodChoice = (typeof periodChoices)[number]

/** Days before today that a preset begins with. */
const back: Record<(typeof presets)[number], number> = { today: 0, '7d': 6, '30d': 29 }
/** So long the server keeps days. */
export const mostDays = 400
const dayMs = 86_400_000

export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)
export const daysBefore = (day: string, days: number): string => dayOf(Date.parse(day) - days * dayMs)

/** Whether the server would answer it: two real days, in their order, not too far apart. */
export function isPeriod({ from, to }: Period): boolean {
  const isDay = (text: string) =>
    /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text
  return isDay(from) && isDay(to) && from <= to && Date.parse(to) - Date.parse(from) < mostDays * dayMs
}

/** What an address asks for. One that cannot be understood asks for all time. */
export function readPeriod(
  read: (name: string) => string,
  today: string,
): { choice: PeriodChoice; period: Period | undefined } {
  const preset = presets.find((each) => each === read('period'))
  if (preset) return { choice: preset, period: { from: daysBefore(today, back[preset]), to: today } }
  const period = { from: read('from'), to: read('to') }
  return isPeriod(period) ? { choice: 'days', period } : { choice: 'all', period: undefined }
}

/** What the address says of a choice. Two days begin with the last week. */
export function writePeriod(choice: PeriodChoice, today: string): Record<'period' | 'from' | 'to', string> {
  if (choice === 'days') return { period: '', from: daysBefore(today, back['7d']), to: today }
  return { period: choice === 'all' ? '' : choice, from: '', to: '' }
}

/** "November 22 – 28, 2026" */
export const sayPeriod = ({ from, to }: Period, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).formatRange(
    Date.parse(from),
    Date.parse(to),
  )
