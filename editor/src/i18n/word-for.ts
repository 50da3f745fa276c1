import type { TFunction } from 'i18next'
import { en } from './en.ts'

const groups = {
  endings: en.endings,
  enrollment: en.enrollment,
  touchStates: en.outbox.states,
  channels: en.outbox.channels,
  blockedReasons: en.messages.reasons,
}
const places = {
  endings: 'endings',
  enrollment: 'enrollment',
  touchStates: 'outbox.states',
  channels: 'outbox.channels',
  blockedReasons: 'messages.reasons',
} as const

/** The word for one of the server's values; a value that came later than this editor shows as it is. */
export function wordFor(t: TFunction, group: keyof typeof groups, value: string): string {
  return value in groups[group] ? t(`${places[group]}.${value}`, { defaultValue: value }) : value
}

/** How far a touch came. What the local outbox caught was delivered to nobody outside. */
export const sayTouchState = (t: TFunction, { state, keptHere }: { state: string; keptHere: boolean }): string =>
  keptHere && state === 'delivered' ? t('outbox.keptHere') : wordFor(t, 'touchStates', state)

/** Why a touch was held back or given up, or a step failed. A delivery is given up also by how its enrollment ended. */
export function sayReason(t: TFunction, reason: string): string {
  const [, server, code] = /^(http|smtp)-(\d{3})$/.exec(reason) ?? []
  if (server === 'http' || server === 'smtp') return t(`messages.answered.${server}`, { code })
  return wordFor(t, reason in groups.endings ? 'endings' : 'blockedReasons', reason)
}
