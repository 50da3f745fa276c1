import type { Catalog } from '@wend/nodes/catalog'
import { addDuration } from '@wend/nodes/sdk/calendar'
import type { Occurrence } from '@wend/nodes/sdk/define-node'
import { type Rule, rule as ruleSchema } from '@wend/nodes/sdk/rule'
import type { Plan } from '../journey/plan.ts'
import { holds } from '../rules/holds.ts'
import type { Counted, Customer } from '../step/context.ts'
import { timeZoneOf } from '../step/context.ts'
import type { EndReason, Enrollment, Visit, Watch } from '../step/enrollment.ts'
import { endEnrollment } from '../step/progress.ts'
import { secretId, type Workspace } from '../step/workspace.ts'
import { settingsWatches, takeBranch, walk, watchesOf } from './enter.ts'
import {
  type EarlierEntries,
  entryFor,
  entryKeyOf,
  factsAt,
  isExclusive,
  isLate,
  isTooFar,
  type NotEntered,
  noEarlierEntries,
  reEnters,
} from './entry.ts'
import type { Incoming } from './incoming.ts'
import type { Listening, LiveJourney } from './plans.ts'

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

export type { NotEntered }

export interface Setting {
  catalog: Catalog
  workspace: Workspace
  listening: Listening
  nowMs: number
}

export const occurrenceOf = ({ name, properties, atMs }: Incoming): Occurrence => ({ name, properties, atMs })

/** Applies one customer's messages in order: exits, waits, goals, entries for each. Changes `judged` in place. */
export function judge(setting: Setting, judged: Judged): void {
  for (const message of judged.messages) {
    if (isLate(message, setting.nowMs)) continue
    exits(setting, judged, message)
    waits(setting, judged, message)
    // A reward for what anybody may have made up would be anybody's.
    if (message.browser !== 'unsigned') goals(setting, judged, message)
    if (!isTooFar(message)) entries(setting, judged, message)
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
  const counted = judged.counted(message.number, at?.id)
  return holds(rule, factsAt(judged.customer, occurrenceOf(message), counted, at?.entry), setting.nowMs)
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
    const entry = entryFor(journey.plan, message.name, (where) => matches(setting, judged, message, where ?? null))
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

/** Lets a customer into a journey, if re-entry allows it. */
export function enter(
  setting: Setting,
  judged: Judged,
  journey: LiveJourney,
  attempt: EntryAttempt,
): Enrollment | NotEntered {
  const { customer, standings } = judged
  const { plan } = journey
  const { nowMs } = setting
  const earlier = judged.earlier.get(journey.id) ?? noEarlierEntries
  const zone = timeZoneOf({ customer, plan, workspace: setting.workspace })
  const key = entryKeyOf(plan, customer, attempt.occurrence, attempt.once)
  const allowed = reEnters(plan, key, earlier, () => isInside(judged, journey), nowMs, zone)
  if (typeof allowed === 'string') return allowed
  const fresh: Enrollment = {
    id: secretId(setting.workspace.secret, 'enrollment', journey.id, String(customer.row), allowed.key),
    journey: journey.id,
    version: journey.version,
    plan: journey.hash,
    epoch: journey.epoch,
    customer: customer.row,
    entryKey: allowed.key,
    exclusive: isExclusive(plan),
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
  judged.earlier.set(journey.id, { live: earlier.live, any: true, lastMs: nowMs, keys: [...earlier.keys, allowed.key] })

  const goalUntilMs = plan.settings.goal ? addDuration(nowMs, plan.settings.goal.within ?? goalWithin, zone) : null
  judged.watches.push(...settingsWatches(plan, progress.at, goalUntilMs), ...(wait ? watchesOf(progress.at, wait) : []))
  return progress.at
}

/** Whether one of the standings is live: made in this batch, or found by it and not ended by it. */
const isInside = ({ standings }: Judged, journey: LiveJourney): boolean =>
  [...standings.values()].some(({ at, cut }) => at.journey === journey.id && !cut && at.state !== 'ended')
