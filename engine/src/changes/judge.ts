import { createHash } from 'node:crypto'
import type { Catalog } from '@wend/nodes/catalog'
import { addDuration } from '@wend/nodes/sdk/calendar'
import type { Occurrence } from '@wend/nodes/sdk/define-node'
import { type Rule, rule as ruleSchema } from '@wend/nodes/sdk/rule'
import type { Plan } from '../journey/plan.ts'
import { fieldValue, holds } from '../rules/holds.ts'
import type { Counted, Customer } from '../step/context.ts'
import { timeZoneOf } from '../step/context.ts'
import type { EndReason, Enrollment, Visit, Watch } from '../step/enrollment.ts'
import { endEnrollment } from '../step/progress.ts'
import { secretId, type Workspace } from '../step/workspace.ts'
import { settingsWatches, takeBranch, walk, watchesOf } from './enter.ts'
import type { Incoming } from './incoming.ts'
import type { Listening, LiveJourney } from './plans.ts'

/** What older than this arrives is kept and counted, but enters and wakes nothing. */
const lateMs = 24 * 3_600_000
/** Past so many journeys behind an event, it enters nothing. */
const mostHops = 10
const goalWithin = 'P7D'

/** A message with the number it is stored under. */
export type Numbered = Incoming & { number: number }

/** One enrollment as the transaction found it, or made it, and as it leaves it. */
export interface Standing {
  before: Enrollment | undefined
  at: Enrollment
  plan: Plan
  visits: Visit[]
  /** Over by its journey's stop, though its row does not say so yet. */
  cut: EndReason | undefined
  /** The event that created it: never applied to it again. */
  bornOf: number
}

/** What the database knows of one customer's earlier entries into one journey. */
export interface EarlierEntries {
  /** An enrollment is live that is not among the standings. */
  live: boolean
  /** Under whatever re-entry rule: an operator may have changed it since. */
  any: boolean
  lastMs: number | null
  keys: string[]
}

/** One customer under her lock, with everything that her messages may meet. */
export interface Judged {
  customer: Customer
  messages: Numbered[]
  standings: Map<string, Standing>
  watches: Watch[]
  /** By journey. */
  earlier: Map<string, EarlierEntries>
  /** What conditions ask for, as it was when an event came: counts, and how the touches of one enrollment stand. */
  counted(eventNumber: number, enrollment?: string): Counted
}

export interface Setting {
  catalog: Catalog
  workspace: Workspace
  listening: Listening
  nowMs: number
}

/** Why somebody did not enter. */
export type NotEntered = 'already-inside' | 'entered-before' | 'too-soon' | 'no-key' | 'repeated'

export const occurrenceOf = ({ name, properties, atMs }: Incoming): Occurrence => ({ name, properties, atMs })

/** Applies one customer's messages in order: exits, waits, goals, entries for each. Changes `judged` in place. */
export function judge(setting: Setting, judged: Judged): void {
  for (const message of judged.messages) {
    if (setting.nowMs - message.atMs > lateMs) continue
    exits(setting, judged, message)
    waits(setting, judged, message)
    // A reward for what anybody may have made up would be anybody's.
    if (message.browser !== 'unsigned') goals(setting, judged, message)
    if (message.hops <= mostHops) entries(setting, judged, message)
  }
}

function* met(judged: Judged, message: Numbered, kind: Watch['kind']): Generator<{ watch: Watch; standing: Standing }> {
  for (const watch of judged.watches) {
    if (watch.kind !== kind || watch.event !== message.name) continue
    const standing = judged.standings.get(watch.enrollment)
    if (standing && standing.bornOf !== message.number) yield { watch, standing }
  }
}

function matches(setting: Setting, judged: Judged, message: Numbered, condition: unknown, at?: Enrollment): boolean {
  if (condition === null) return true
  const rule: Rule = ruleSchema.parse(condition)
  const event = occurrenceOf(message)
  const facts = {
    customer: judged.customer.attributes,
    event,
    entry: at?.entry ?? event,
    counted: judged.counted(message.number, at?.id),
  }
  return holds(rule, facts, setting.nowMs)
}

function exits(setting: Setting, judged: Judged, message: Numbered): void {
  for (const { watch, standing } of met(judged, message, 'exit')) {
    const { at } = standing
    if (at.state === 'ended' || standing.cut || message.atMs < at.entry.atMs) continue
    if (!matches(setting, judged, message, watch.condition, at)) continue
    Object.assign(standing, endEnrollment(standing, 'exit', setting.nowMs, message.name))
  }
}

/**
 * The claim on the watch is the wake: of two events the first, of two branches the first drawn. Where only looking nodes
 * follow, she goes on at once.
 */
function waits(setting: Setting, judged: Judged, message: Numbered): void {
  for (const { watch, standing } of met(judged, message, 'wait')) {
    const { at } = standing
    if (at.state !== 'waiting' || standing.cut || at.claim || watch.visit !== at.visit || watch.branch === null)
      continue
    if (message.number <= at.heardNumber || message.atMs < at.heardMs || message.atMs >= at.dueMs) continue
    if (!matches(setting, judged, message, watch.condition, at)) continue
    standing.at = {
      ...at,
      claim: { branch: watch.branch, number: message.number, event: occurrenceOf(message) },
      hops: Math.max(at.hops, message.hops),
      dueMs: setting.nowMs,
    }
    const { workspace, nowMs, catalog } = setting
    const counted = judged.counted(message.number, at.id)
    const walked = takeBranch(
      catalog,
      { workspace, plan: standing.plan, customer: judged.customer, counted, nowMs },
      standing,
    )
    if (!walked) continue
    Object.assign(standing, walked.progress)
    if (walked.wait) judged.watches.push(...watchesOf(standing.at, walked.wait))
  }
}

/** Recorded always, after the end too; ends an enrollment that rests, in a wait or because its journey is paused. */
function goals(setting: Setting, judged: Judged, message: Numbered): void {
  for (const { watch, standing } of met(judged, message, 'goal')) {
    const { at } = standing
    if (at.goalMs !== null || message.atMs < at.entry.atMs) continue
    const over = at.state === 'ended' || standing.cut !== undefined
    if (over && (watch.expiresMs ?? 0) < message.atMs) continue
    if (!matches(setting, judged, message, watch.condition, at)) continue
    standing.at = { ...at, goalMs: setting.nowMs }
    const resting = at.state === 'held' || (at.state === 'waiting' && !at.claim)
    if (resting && !over) Object.assign(standing, endEnrollment(standing, 'goal', setting.nowMs))
  }
}

/** One event enters a journey once, by its first matching entry node. */
function entries(setting: Setting, judged: Judged, message: Numbered): void {
  for (const journey of setting.listening.entries.get(message.name) ?? []) {
    const entry = journey.plan.entries.find(
      ({ source }) =>
        source.by === 'event' &&
        source.event === message.name &&
        matches(setting, judged, message, source.where ?? null),
    )
    if (!entry) continue
    enter(setting, judged, journey, {
      node: entry.node,
      occurrence: occurrenceOf(message),
      once: message.messageId,
      number: message.number,
      hops: message.hops,
    })
  }
}

export interface EntryAttempt {
  node: string
  occurrence: Occurrence
  /** What makes this attempt one: the message id, or Idempotency-Key and customer. */
  once: string
  /** The event's number; what a wait right behind hears comes after it. */
  number: number
  hops: number
}

/** A request that customers enter a journey by hand or by API. */
export interface Asked {
  journey: LiveJourney
  attempt(customer: Customer): Omit<EntryAttempt, 'number'>
}

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

/** Lets a customer into a journey, if re-entry allows it. */
export function enter(
  setting: Setting,
  judged: Judged,
  journey: LiveJourney,
  attempt: EntryAttempt,
): Enrollment | NotEntered {
  const { customer, standings } = judged
  const { plan } = journey
  const { when = 'never', gap } = plan.settings.reEntry ?? {}
  const key = entryKeyOf(plan, customer, attempt.occurrence, attempt.once)
  if (key === undefined) return 'no-key'
  const earlier = judged.earlier.get(journey.id) ?? { live: false, any: false, lastMs: null, keys: [] }
  if (when === 'never' && earlier.any) return 'entered-before'
  if (earlier.keys.includes(key)) return 'repeated'
  const exclusive = when === 'never' || when === 'after-exit'
  if (exclusive && (earlier.live || isInside(judged, journey))) return 'already-inside'
  const zone = timeZoneOf({ customer, plan, workspace: setting.workspace })
  if (when === 'after-exit' && gap && earlier.lastMs !== null && addDuration(earlier.lastMs, gap, zone) > setting.nowMs)
    return 'too-soon'

  const { nowMs } = setting
  const fresh: Enrollment = {
    id: secretId(setting.workspace.secret, 'enrollment', journey.id, String(customer.row), key),
    journey: journey.id,
    version: journey.version,
    plan: journey.hash,
    epoch: journey.epoch,
    customer: customer.row,
    entryKey: key,
    exclusive,
    entry: attempt.occurrence,
    hand: null,
    hops: attempt.hops,
    state: 'ready',
    reason: null,
    note: null,
    node: attempt.node,
    visit: 1,
    arrivedMs: nowMs,
    dueMs: nowMs,
    claim: null,
    heardNumber: attempt.number,
    heardMs: attempt.occurrence.atMs,
    goalMs: null,
    dayMs: nowMs,
    dayVisit: 0,
    enteredMs: nowMs,
    endedMs: null,
  }
  const situation = { workspace: setting.workspace, plan, customer, counted: judged.counted(attempt.number), nowMs }
  const { progress, wait } = walk(setting.catalog, situation, { at: fresh, visits: [] })
  standings.set(fresh.id, { before: undefined, ...progress, plan, cut: undefined, bornOf: attempt.number })
  judged.earlier.set(journey.id, { live: earlier.live, any: true, lastMs: nowMs, keys: [...earlier.keys, key] })

  const goalUntilMs = plan.settings.goal ? addDuration(nowMs, plan.settings.goal.within ?? goalWithin, zone) : null
  judged.watches.push(...settingsWatches(plan, progress.at, goalUntilMs), ...(wait ? watchesOf(progress.at, wait) : []))
  return progress.at
}

/** Whether one of the standings is live: made in this batch, or found by it and not ended by it. */
const isInside = ({ standings }: Judged, journey: LiveJourney): boolean =>
  [...standings.values()].some(({ at, cut }) => at.journey === journey.id && !cut && at.state !== 'ended')
