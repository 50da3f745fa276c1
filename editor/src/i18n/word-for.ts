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
