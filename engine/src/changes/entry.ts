import { createHash } from 'node:crypto'
import { addDuration } from '@wend/nodes/sdk/calendar'
import type { Occurrence } from '@wend/nodes/sdk/define-node'
import type { Rule } from '@wend/nodes/sdk/rule'
import type { Plan } from '../journey/plan.ts'
import { type Facts, fieldValue } from '../rules/holds.ts'
import type { Counted, Customer } from '../step/context.ts'
import type { Incoming } from './incoming.ts'

/*
 * Whether an event lets somebody in: what is decided as it comes (judge.ts), and told afterwards of one that did not
 * (reads/why-not-entered.ts). Pure, so that both say the same.
 */

const lateMs = 24 * 3_600_000
const mostHops = 10

/** What older than this arrives is kept and counted, but enters and wakes nothing. */
export const isLate = ({ atMs }: Pick<Incoming, 'atMs'>, nowMs: number): boolean => nowMs - atMs > lateMs

/** Past so many journeys behind an event, it enters nothing. */
export const isTooFar = ({ hops }: Pick<Incoming, 'hops'>): boolean => hops > mostHops

/** What the rule of an event may look at. The event is the entry, until somebody is inside. */
export const factsAt = (customer: Customer, event: Occurrence, counted: Counted, entry = event): Facts => ({
  customer: customer.attributes,
  event,
  entry,
  counted,
})

export type Entry = Plan['entries'][number]

/** The entries that an event of this name may come in by, in the order drawn, with their rules. */
export const entriesOn = (plan: Plan, event: string): { entry: Entry; where: Rule | undefined }[] =>
  plan.entries.flatMap((entry) =>
    entry.source.by === 'event' && entry.source.event === event ? [{ entry, where: entry.source.where }] : [],
  )

/** The first entry on an event of this name whose rule matches. */
export const entryFor = (plan: Plan, event: string, matches: (where: Rule | undefined) => boolean): Entry | undefined =>
  plan.entries.find(({ source }) => source.by === 'event' && source.event === event && matches(source.where))

/** Why somebody did not enter. */
export type NotEntered = 'already-inside' | 'entered-before' | 'too-soon' | 'no-key' | 'repeated'

/** What the database knows of one customer's earlier entries into one journey. */
export interface EarlierEntries {
  /** An enrollment is live that is not among the standings. */
  live: boolean
  /** Under whatever re-entry rule: an operator may have changed it since. */
  any: boolean
  lastMs: number | null
  keys: string[]
}

export const noEarlierEntries: EarlierEntries = { live: false, any: false, lastMs: null, keys: [] }

/** The key that decides re-entry, with `undefined` where there is none to be had. */
export function entryKeyOf(plan: Plan, customer: Customer, occurrence: Occurrence, once: string): string | undefined {
  const { when = 'never', key = '' } = plan.settings.reEntry ?? {}
  if (when === 'never') return 'once'
  if (when !== 'once-per-key') return short(`event:${once}`)
  const value = fieldValue(key, { customer: customer.attributes, event: occurrence, entry: occurrence })
  return value === undefined ? undefined : short(`key:${JSON.stringify(value)}`)
}

/** Keys stand in an index, which takes only so much. */
const short = (key: string): string =>
  key.length <= 200 ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`

/** Whether nobody is in the journey twice at once. */
export function isExclusive({ settings }: Plan): boolean {
  const { when = 'never' } = settings.reEntry ?? {}
  return when === 'never' || when === 'after-exit'
}

/** Until when somebody who entered last at that time may not enter again; undefined where no gap is kept. */
export function gapUntilMs({ settings }: Plan, lastMs: number | null, zone: string): number | undefined {
  const { when, gap } = settings.reEntry ?? {}
  return when === 'after-exit' && gap && lastMs !== null ? addDuration(lastMs, gap, zone) : undefined
}

/** Whether re-entry lets her in, and by which key, or why not. */
export function reEnters(
  plan: Plan,
  key: string | undefined,
  earlier: EarlierEntries,
  isInside: () => boolean,
  nowMs: number,
  zone: string,
): { key: string } | NotEntered {
  if (key === undefined) return 'no-key'
  if ((plan.settings.reEntry?.when ?? 'never') === 'never' && earlier.any) return 'entered-before'
  if (earlier.keys.includes(key)) return 'repeated'
  if (isExclusive(plan) && (earlier.live || isInside())) return 'already-inside'
  return (gapUntilMs(plan, earlier.lastMs, zone) ?? 0) > nowMs ? 'too-soon' : { key }
}
