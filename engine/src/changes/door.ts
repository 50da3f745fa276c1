import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Engine } from '../engine.ts'
import type { Plan } from '../journey/plan.ts'
import type { Customer } from '../step/context.ts'
import { countsOf } from '../step/counts.ts'
import type { Enrollment, Watch } from '../step/enrollment.ts'
import { inOrder, type Last } from '../storage/database.ts'
import { noWrites, type PromisedPoke, type Writes, write } from '../storage/writes.ts'
import { applyTo } from './attributes.ts'
import { countFacts } from './facts.ts'
import type { Incoming } from './incoming.ts'
import {
  type Asked,
  enter,
  type Judged,
  judge,
  type NotEntered,
  type Numbered,
  type Setting,
  type Standing,
} from './judge.ts'
import type { Listening } from './plans.ts'
import { type Met, readMet } from './read-met.ts'
import type { LockedCustomer } from './resolve.ts'
import { type ChangedCustomer, type StoredEvent, store } from './store.ts'

/** What is to happen to one customer, whose row the transaction has locked. */
export interface CustomerChange {
  locked: LockedCustomer
  messages: Incoming[]
  /** Attributes that a journey sets; null removes. */
  attributes?: JsonObject | undefined
  /** A user id that this batch gives to a customer known anonymously. */
  promotedTo?: string | undefined
}

export interface Changed {
  pokes: PromisedPoke[]
  /** What came of `asked`, by customer row. */
  asked: Map<number, Enrollment | NotEntered>
}

export interface DoorOptions {
  /** Stored and applied, but enters and wakes nothing. */
  silent?: boolean
  /** Events that nobody listens to, of customers who are not locked. */
  plain?: StoredEvent[]
  asked?: Asked
  /** Nothing follows in this transaction. */
  last?: Last
}

/**
 * The one door through which customers change. Their rows are locked by the caller. Applies attributes, stores the events,
 * matches exits, waits, goals and entries, and writes what follows. The same few
 * statements whatever the batch: see the README.
 */
export async function changeCustomers(
  engine: Engine,
  client: pg.ClientBase,
  workspace: number,
  listening: Listening,
  changes: CustomerChange[],
  { silent = false, plain = [], asked, last = (sent) => sent }: DoorOptions = {},
): Promise<Changed> {
  const customers = changes.map(applyAttributes)
  const met = await readMet(engine, client, workspace, listening, customers, { silent, asked })
  const numbered = number(customers, met)

  const events = numbered.flatMap(({ customer, messages }) =>
    messages.map((message) => ({ ...message, customer: customer.row })),
  )
  const changed = changes.flatMap((change, nth) => changedRow(change, customers[nth]?.customer))
  // Nothing is read of its answer: what is asked and written then goes out behind it.
  return inOrder(
    store(client, workspace, met.nowMs, [...events, ...plain], changed, silent),
    judgeAndWrite(engine, client, workspace, listening, numbered, met, { silent, asked, last }),
  )
}

/** Judges what these customers did, by what it met, and writes what follows. */
async function judgeAndWrite(
  engine: Engine,
  client: pg.ClientBase,
  workspace: number,
  listening: Listening,
  numbered: NumberedCustomer[],
  met: Met,
  { silent, asked, last }: { silent: boolean; asked: Asked | undefined; last: Last },
): Promise<Changed> {
  const knownWatches = new Set([...met.watches.values()].flat())
  const setting: Setting = {
    catalog: engine.catalog,
    workspace: await engine.plans.workspace(client, workspace),
    listening,
    nowMs: met.nowMs,
  }
  const asking = numbered.map((one) => ({
    ...one,
    standings: met.standings.get(one.customer.row) ?? new Map<string, Standing>(),
  }))
  const counted = await countFacts(
    client,
    workspace,
    met.nowMs,
    listening,
    asking,
    enterable(listening, numbered, silent, asked),
  )
  const judged = asking.map((one): Judged & { entryNumber: number } => ({
    ...one,
    watches: met.watches.get(one.customer.row) ?? [],
    earlier: met.earlier.get(one.customer.row) ?? new Map(),
    counted: (event, enrollment) => counted(one.customer.row, event, enrollment),
  }))
  const answers: Changed['asked'] = new Map()
  for (const one of judged) {
    if (!silent) judge(setting, one)
    if (asked)
      answers.set(
        one.customer.row,
        enter(setting, one, asked.journey, { ...asked.attempt(one.customer), number: one.entryNumber }),
      )
  }
  const pokes = await last(write(client, workspace, writesOf(judged, knownWatches)))
  return { pokes, asked: answers }
}

/** The plans that these customers may enter now. */
function enterable(
  listening: Listening,
  changing: { messages: Incoming[] }[],
  silent: boolean,
  asked: Asked | undefined,
): Plan[] {
  const names = silent
    ? new Set<string>()
    : new Set(changing.flatMap(({ messages }) => messages.map(({ name }) => name)))
  return [...[...names].flatMap((name) => listening.entries.get(name) ?? []), ...(asked ? [asked.journey] : [])].map(
    ({ plan }) => plan,
  )
}

interface ChangingCustomer {
  customer: Customer
  messages: Incoming[]
}

/** In a batch all identifies of a customer apply before her other messages are judged; each message fills what is missing then. */
function applyAttributes({ locked, messages, attributes: set = {}, promotedTo }: CustomerChange): ChangingCustomer {
  const attributes = { ...jsonObject.parse(locked.attributes) }
  for (const one of [...messages, { attributes: set, fill: {} }]) applyTo(attributes, one)
  const id = promotedTo ?? locked.userId ?? locked.firstId
  return { customer: { row: locked.row, id, firstId: locked.firstId, attributes }, messages }
}

function changedRow({ locked, promotedTo }: CustomerChange, customer: Customer | undefined): ChangedCustomer[] {
  if (!customer) return []
  const same = promotedTo === undefined && JSON.stringify(customer.attributes) === JSON.stringify(locked.attributes)
  return same ? [] : [{ row: locked.row, userId: promotedTo ?? null, attributes: customer.attributes }]
}

interface NumberedCustomer {
  customer: Customer
  messages: Numbered[]
  entryNumber: number
}

const mostHops = 30_000

/**
 * Numbers rise in the order the messages came; each customer gets one more, for an entry by API. A clock that is ahead of
 * Postgres's counts as now: what is stored and what is judged must be the same time.
 */
function number(customers: ChangingCustomer[], { numbers, nowMs }: Met): NumberedCustomer[] {
  let next = 0
  const draw = (): number => {
    const drawn = numbers[next++]
    if (drawn === undefined) throw new Error('too few event numbers were drawn')
    return drawn
  }
  return customers.map(({ customer, messages }) => ({
    customer,
    messages: messages.map((message) => ({
      ...message,
      atMs: Math.min(Math.floor(message.atMs), nowMs),
      hops: Math.min(message.hops, mostHops),
      number: draw(),
    })),
    entryNumber: draw(),
  }))
}

function writesOf(judged: Judged[], known: ReadonlySet<object>): Writes {
  const writes = noWrites()
  for (const { customer, standings, watches } of judged) {
    for (const standing of standings.values()) {
      const { id, visit } = standing.at
      const listens = watches.some((watch) => watch.enrollment === id && watch.kind === 'wait' && watch.visit === visit)
      addStanding(writes, customer.row, standing, listens)
    }
    for (const watch of watches) {
      const at = standings.get(watch.enrollment)?.at
      // A goal is watched for until it is reached, all else until the end.
      const over = watch.kind === 'goal' ? at && at.goalMs !== null : at?.state === 'ended'
      const left = watch.kind === 'wait' && watch.visit !== at?.visit
      if (!known.has(watch) && !over && !left) writes.watch.push(watch)
    }
  }
  return writes
}

function addStanding(writes: Writes, customer: number, { before, at, visits }: Standing, listens: boolean): void {
  if (before === at) return
  writes[before ? 'move' : 'enter'].push(at)
  writes.visits.push(...visits)
  writes.counts.push({ journey: at.journey, epoch: at.epoch, delta: countsOf(before, { at, visits }) })
  const over = at.state === 'ended'
  const kinds: Watch['kind'][] = []
  if (over || at.visit !== before?.visit) kinds.push('wait')
  if (over) kinds.push('exit')
  if (at.goalMs !== null) kinds.push('goal')
  if (before && kinds.length > 0) writes.unwatch.push({ customer, enrollment: at.id, kinds })
  // One that ended where it began needs no workflow; one whose goal was noted in passing hears of it at its next rest.
  const wake = before ? before.state !== at.state || before.claim !== at.claim || before.visit !== at.visit : !over
  const fresh = before === undefined
  if (wake)
    writes.pokes.push({
      enrollment: at.id,
      fresh,
      untilMs: at.state === 'waiting' && !at.claim ? at.dueMs : null,
      timeOnly: !listens,
    })
}
