import type { Rule } from '@wend/nodes/sdk/rule'
import type pg from 'pg'
import { entriesOn, entryFor, entryKeyOf, factsAt, gapUntilMs, isLate, isTooFar, reEnters } from '../changes/entry.ts'
import { countAtEvents } from '../changes/facts.ts'
import type { Engine } from '../engine.ts'
import type { Plan } from '../journey/plan.ts'
import type { JourneyState } from '../lifecycle/drafts.ts'
import { readLivePlan } from '../lifecycle/live-plan.ts'
import { holds } from '../rules/holds.ts'
import { type Customer, timeZoneOf } from '../step/context.ts'
import { transaction } from '../storage/database.ts'
import { findCustomer } from './customers.ts'
import { asksAboutCustomer, type EntryCondition, lookAt } from './entry-conditions.ts'
import {
  type EarlierEntry,
  type EntryEvent,
  type OtherEvent,
  readAnonymousEvent,
  readCustomerRow,
  readEarlierEntries,
  readEntryEvent,
  readOtherEvents,
  readStateAt,
  type StateThen,
} from './entry-history.ts'

/** What stands first against somebody's entry, in the order that an event meets it. `nothing`: nothing that is still known. */
export const whyNot = [
  'no-customer',
  'draft',
  'inside',
  'by-api',
  'never-sent',
  'entered',
  'not-live',
  'version-forgotten',
  'imported',
  'late',
  'too-many-hops',
  'other-entry',
  'rule',
  'no-key',
  'entered-before',
  'repeated',
  'already-inside',
  'too-soon',
  'nothing',
] as const

/** Why a customer is not in a journey, judged again by the newest event that could have let her in. */
export interface WhyNotEntered {
  why: (typeof whyNot)[number]
  /** How the journey stands now, and the version that customers enter. */
  state: JourneyState
  version: number | null
  /** The names of the events that let customers in, and whether an API request does. */
  events: string[]
  byApi: boolean
  event: EntryEvent | null
  /** How the journey stood as the event came; null: it was not published yet. */
  stood: StateThen | null
  /** The enrollment that she is in, that the event began, or that stands against another. */
  enrollment: EarlierEntry | null
  /** When she may enter again, where that is known. */
  until: Date | null
  /** The re-entry rule's key. */
  key: string | null
  /** The entries' rules, and what they found. */
  conditions: EntryCondition[]
  /** A rule, or the key, asks for attributes: these are known as they are today only. */
  byToday: boolean
  /** What she did instead, newest first. */
  others: OtherEvent[]
  /** The same event under an anonymous id of hers, which counts as a customer of its own. */
  anonymous: { customer: string; name: string; at: Date } | null
}

interface Scene {
  engine: Pick<Engine, 'pool' | 'plans'>
  client: pg.ClientBase
  workspace: number
  journey: string
  customer: Customer
}

/** Judges again why a customer is not in a journey. Reads only, a few rows. Throws `not-found` where there is no journey. */
export async function whyNotEntered(
  engine: Pick<Engine, 'pool' | 'plans'>,
  workspace: number,
  journey: string,
  id: string,
): Promise<WhyNotEntered> {
  const row = await findCustomer(engine, workspace, id)
  return transaction(
    engine.pool,
    async (client) => {
      const { state, version, plan } = await readLivePlan(engine, client, workspace, journey)
      const sources = plan?.entries.map(({ source }) => source) ?? []
      const answer: WhyNotEntered = {
        ...nothingKnown,
        state,
        version,
        events: [...new Set(sources.flatMap((source) => (source.by === 'event' ? [source.event] : [])))],
        byApi: sources.some(({ by }) => by === 'api'),
      }
      const customer = row === undefined ? undefined : await readCustomerRow(client, workspace, row)
      if (!customer) return { ...answer, why: 'no-customer' }
      if (version === null) return { ...answer, why: 'draft' }
      return { ...answer, ...(await judgeAgain({ engine, client, workspace, journey, customer }, plan, answer.events)) }
    },
    'SET TRANSACTION READ ONLY',
  )
}

const nothingKnown: Omit<WhyNotEntered, 'state' | 'version' | 'events' | 'byApi'> = {
  why: 'nothing',
  event: null,
  stood: null,
  enrollment: null,
  until: null,
  key: null,
  conditions: [],
  byToday: false,
  others: [],
  anonymous: null,
}

type Verdict = Partial<WhyNotEntered> & Pick<WhyNotEntered, 'why'>

/** By the newest of these events: the same questions that it met as it came, in their order. */
async function judgeAgain(scene: Scene, plan: Plan | undefined, names: string[]): Promise<Verdict> {
  const { client, workspace, journey, customer } = scene
  const event = await readEntryEvent(client, workspace, customer.row, names)
  const stood = event ? await readStateAt(client, workspace, journey, event.receivedAt) : null
  const planThen = stood?.plan === undefined ? plan : await scene.engine.plans.find(client, workspace, stood.plan)
  const key = event && planThen && entryKeyOf(planThen, customer, event, event.messageId)
  const entries = await readEarlierEntries(client, workspace, { journey, customer: customer.row, key })

  const inside = entries.find(({ endedAt }) => endedAt === null)
  if (inside) return { why: 'inside', event, stood, enrollment: inside }
  if (!plan) return { why: 'version-forgotten' }
  if (names.length === 0) return { why: 'by-api', enrollment: entries[0] ?? null }
  if (!event) {
    const others = await readOtherEvents(client, workspace, customer.row)
    const anonymous = await readAnonymousEvent(client, workspace, customer.row, names)
    return { why: 'never-sent', enrollment: entries[0] ?? null, others, anonymous }
  }
  const begun = entries.find((entry) => isBegunBy(entry, event))
  if (begun) return { why: 'entered', event, stood, enrollment: begun }
  if (stood?.state !== 'live') return { why: 'not-live', event, stood }
  if (!planThen) return { why: 'version-forgotten', event, stood }
  if (event.silent) return { why: 'imported', event, stood }
  if (isLate(event, event.receivedAt.getTime())) return { why: 'late', event, stood }
  if (isTooFar(event)) return { why: 'too-many-hops', event, stood }
  return { event, stood, ...(await letIn(scene, planThen, event, key ?? undefined, entries)) }
}

/** Whether an enrollment is what came of this event: it began as the event was received. */
const isBegunBy = ({ entryName, entryMs, enteredAt }: EarlierEntry, { name, atMs, receivedAt }: EntryEvent): boolean =>
  entryName === name && entryMs === atMs && enteredAt.getTime() === receivedAt.getTime()

/** Whether the entry's rule and re-entry let her in, as of the event, by her attributes of today. */
async function letIn(
  { client, workspace, customer, engine }: Scene,
  plan: Plan,
  event: EntryEvent,
  key: string | undefined,
  entries: readonly EarlierEntry[],
): Promise<Verdict> {
  const receivedMs = event.receivedAt.getTime()
  const possible = entriesOn(plan, event.name)
  if (possible.length === 0) return { why: 'other-entry' }
  const rules = possible.flatMap(({ where }) => where ?? [])
  const asked = { customer: customer.row, numbers: [event.number] }
  const counts = await countAtEvents(client, workspace, receivedMs, rules, asked)
  const facts = factsAt(customer, event, (leaf) => counts(event.number, leaf))
  const matches = (where: Rule | undefined): boolean => where === undefined || holds(where, facts, receivedMs)
  const conditions = possible.flatMap(({ entry, where }) =>
    where ? [lookAt(entry.node, where, facts, receivedMs)] : [],
  )
  const { reEntry } = plan.settings
  const byToday = rules.some(asksAboutCustomer) || (reEntry?.key?.startsWith('customer.') ?? false)
  if (!entryFor(plan, event.name, matches)) return { why: 'rule', conditions, byToday }

  const before = entries.filter(({ enteredAt }) => enteredAt.getTime() <= receivedMs)
  const open = before.find(({ endedAt }) => endedAt === null || endedAt.getTime() > receivedMs)
  const lastMs = before.length > 0 ? Math.max(...before.map(({ enteredAt }) => enteredAt.getTime())) : null
  const zone = timeZoneOf({ customer, plan, workspace: await engine.plans.workspace(client, workspace) })
  const earlier = { live: open !== undefined, any: before.length > 0, lastMs, keys: before.map(({ key }) => key) }
  const came = reEnters(plan, key, earlier, () => false, receivedMs, zone)
  if (typeof came !== 'string') return { why: 'nothing', conditions, byToday }
  const against =
    came === 'already-inside' ? open : came === 'repeated' ? before.find((one) => one.key === key) : before[0]
  const until = came === 'too-soon' ? gapUntilMs(plan, lastMs, zone) : undefined
  return {
    why: came,
    enrollment: against ?? null,
    until: until === undefined ? null : new Date(until),
    key: reEntry?.key ?? null,
    byToday,
  }
}
