import type { Changes, Deliver, Occurrence, Wait } from '@wend/nodes/sdk/define-node'
import { addDuration } from '@wend/nodes/sdk/calendar'
import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import { changeCustomers } from '../../changes/door.ts'
import { watchesOf } from '../../changes/enter.ts'
import { holdListening } from '../../changes/take-messages.ts'
import type { Workspace } from '../../changes/plans.ts'
import type { Attempt, Channel, Recipient } from '../../channels/channel.ts'
import type { Engine } from '../../engine.ts'
import type { Plan } from '../../journey/plan.ts'
import { holds } from '../../rules/holds.ts'
import { type Counted, contextOf, timeZoneOf } from '../../step/context.ts'
import { countsOf } from '../../step/counts.ts'
import { type Enrollment, visitKey } from '../../step/enrollment.ts'
import type { EnrollmentRef, Instruction } from '../../step/instruction.ts'
import { endEnrollment, leaveNode, type Progress } from '../../step/progress.ts'
import { whatCame } from '../../step/what-came.ts'
import { type TouchAtHand, whatIsDue } from '../../step/what-is-due.ts'
import { type Came, over, type World, woken } from '../../step/world.ts'
import { noWrites, type PromisedPoke, type TouchRow, write } from '../../storage/writes.ts'
import { countForStep } from '../../changes/facts.ts'
import { eventsSince } from './events-since.ts'
import { mayStillGo } from './may-still-go.ts'
import { type ReadStep, readStep } from './read-step.ts'

const maxHold = 'P1D'
/** A look older than this is repeated before a provider is called: nothing may begin later than 1 s after a stop. */
const lookAgainMs = 400

/** The channels, by the name that a message carries. */
export type Channels = { readonly [Name in Deliver['message']['channel']]: Channel }

/** How this step may deliver. */
export interface DeliveryTerms {
  channels: Channels
  /** The time that one call to a provider has. */
  timeLimitMs: number
  /** Whether this step may call slow destinations. */
  patient: boolean
}

/** What one step may use: Postgres and the channels. One transaction is open from `open` to the next commit. */
export class LiveWorld implements World {
  readonly #engine: Engine
  readonly #ref: EnrollmentRef
  readonly #terms: DeliveryTerms
  #client: pg.PoolClient | undefined
  #read: ReadStep | undefined
  #readAtMs = 0
  #before: Enrollment | undefined
  #plan: Plan | undefined
  #workspace: Workspace | undefined
  #progress: Progress | undefined
  #counted: Counted = () => undefined
  #touches: TouchRow[] = []

  constructor(engine: Engine, ref: EnrollmentRef, terms: DeliveryTerms) {
    this.#engine = engine
    this.#ref = ref
    this.#terms = terms
  }

  get catalog(): Engine['catalog'] {
    return this.#engine.catalog
  }
  get plan(): Plan {
    return present(this.#plan)
  }
  get progress(): Progress {
    return present(this.#progress)
  }
  get nowMs(): number {
    return present(this.#read).standing.nowMs
  }

  async open(): Promise<Came> {
    if (!(await this.#begin())) return over({ kind: 'end' })
    const due = whatIsDue(present(this.#read).standing)
    switch (due.kind) {
      case 'go':
        if (due.came.kind === 'over') return this.#close(due.came.instruction)
        this.#blockHeld(due.came)
        return this.#wake(due.came)
      case 'end':
        return this.#giveUp(due.reason)
      case 'attempt':
        return this.#attempt(present(present(this.#read).standing.touch ?? undefined))
      case 'lost':
        return this.#lost()
    }
  }

  context(): ReturnType<typeof contextOf> {
    return contextOf({
      workspace: present(this.#workspace), plan: this.plan, enrollment: this.progress.at,
      customer: present(this.#read).customer, counted: this.#counted, nowMs: this.nowMs,
    })
  }

  async rest(wait: Wait): Promise<Came> {
    const { at } = this.progress
    const heard = await this.#firstHeard(wait)
    if (heard) return this.#wake(woken({ by: heard.branch, event: heard.event }), heard.number)
    if (wait.untilMs <= this.nowMs) {
      this.progress.at = { ...at, state: 'waiting', dueMs: wait.untilMs }
      return this.#wake(woken({ by: 'time' }))
    }
    if (at.goalMs !== null) {
      Object.assign(this.progress, endEnrollment(this.progress, 'goal', this.nowMs))
      return this.end()
    }
    this.progress.at = { ...at, state: 'waiting', claim: null, dueMs: wait.untilMs }
    await this.#commit(wait)
    return over({ kind: 'rest', untilMs: wait.untilMs })
  }

  async hold(): Promise<Came | undefined> {
    const { paused } = present(this.#read).standing
    if (!paused) return undefined
    const { at } = this.progress
    const untilMs = at.state === 'held' ? at.dueMs : addDuration(this.nowMs, this.plan.settings.maxHold ?? maxHold, this.#timeZone())
    this.progress.at = { ...at, state: 'held', dueMs: untilMs }
    await this.#commit()
    return over({ kind: 'rest', untilMs })
  }

  async deliver(message: Deliver['message']): Promise<Came> {
    const channel = this.#terms.channels[message.channel]
    const prepared = await channel.prepare(message, this.#recipient(), visitKey(this.progress.at))
    if ('blocked' in prepared) {
      this.#touches.push(this.#touch(message.channel, 'blocked', {}, { reason: prepared.blocked }))
      return woken({ by: 'blocked', reason: prepared.blocked })
    }
    const { content } = prepared
    if (channel.isSlow(content) && !this.#terms.patient) return this.#toDeliveryQueue(message.channel, content)
    return this.#send(message.channel, content, 1)
  }

  async change({ attributes, events = [] }: Changes): Promise<Came> {
    const client = present(this.#client)
    const { workspace } = this.#ref
    const { at, visits } = this.progress
    const key = `${at.id}.${visits.at(-1)?.nth ?? at.visit}`
    await this.#flush()
    await holdListening(client, workspace)
    const { rows } = await client.query<{ listening: number }>({
      name: 'read-listening',
      text: 'SELECT listening FROM workspace WHERE id = $1',
      values: [workspace],
    })
    const listening = await this.#engine.plans.listening(client, workspace, rows[0]?.listening ?? 0)
    const messages = events.map(({ name, properties }, nth) => ({
      kind: 'track' as const, messageId: `${key}.${nth}`, name, properties, attributes: {}, fill: {}, atMs: this.nowMs, hops: at.hops + 1,
    }))
    const { pokes } = await changeCustomers(this.#engine, client, workspace, listening, [
      { locked: present(this.#read).locked, messages, attributes },
    ])
    await this.#release('COMMIT')
    this.#engine.poker.ring(pokes.filter(({ enrollment }) => enrollment !== this.#ref.id))
    return this.open()
  }

  async end(): Promise<Came> {
    await this.#commit()
    return over({ kind: 'end' })
  }

  /** Gives the connection back, whatever happened. */
  async dispose(): Promise<void> {
    await this.#release('ROLLBACK')
  }

  async #begin(): Promise<boolean> {
    this.#client = await this.#engine.pool.connect()
    this.#readAtMs = Date.now()
    this.#read = await readStep(this.#client, this.#ref)
    if (!this.#read) {
      await this.#release('ROLLBACK')
      return false
    }
    const { enrollment } = this.#read.standing
    this.#workspace = await this.#engine.plans.workspace(this.#client, this.#ref.workspace)
    this.#plan = await this.#engine.plans.get(this.#client, this.#ref.workspace, enrollment.plan)
    this.#before = enrollment
    this.#progress = { at: enrollment, visits: [] }
    this.#touches = []
    if (this.#plan.facts.length > 0)
      this.#counted = await countForStep(this.#client, this.#ref.workspace, this.#plan, this.#read)
    return true
  }

  /** Moves the enrollment to the wake that has come: what it heard, and the event at hand. */
  #wake(came: Came, number?: number): Came {
    const { at } = this.progress
    if (came.kind !== 'woken' || at.state === 'held' || at.state === 'delivering') return came
    const { by, event } = came.wake
    if (event) {
      const heardNumber = number ?? at.claim?.number ?? at.heardNumber
      this.progress.at = { ...at, state: 'ready', claim: null, hand: event, heardNumber, heardMs: event.atMs }
    } else if (by === 'time') this.progress.at = { ...at, state: 'ready', claim: null, heardMs: Math.max(at.heardMs, at.dueMs) }
    return came
  }

  /** The first event after what was heard that takes a branch: of two branches the first drawn. */
  async #firstHeard(wait: Wait): Promise<{ branch: string; number: number; event: Occurrence } | undefined> {
    const { at } = this.progress
    if (wait.on.length === 0) return undefined
    const names = [...new Set(wait.on.map(({ event }) => event))]
    const customer = present(this.#read).customer.attributes
    for (const { number, ...event } of await eventsSince(present(this.#client), this.#ref.workspace, at, names)) {
      if (event.atMs >= wait.untilMs) continue
      const facts = { customer, event, entry: at.entry, counted: this.#counted }
      const branch = wait.on.find(({ event: name, where }) => name === event.name && (!where || holds(where, facts, this.nowMs)))
      if (branch) return { branch: branch.id, number, event }
    }
    return undefined
  }

  /** The journey was stopped or she left it: what was still to be sent is not. */
  async #giveUp(reason: NonNullable<Enrollment['reason']>): Promise<Came> {
    const { touch } = present(this.#read).standing
    if (touch && (touch.state === 'retrying' || touch.state === 'sending')) {
      const inDoubt = touch.state === 'sending'
      this.#touches.push(this.#touch(touch.channel, inDoubt ? 'in-doubt' : 'blocked', {}, { reason, attempts: touch.attempts }))
      this.#leaveHere(inDoubt ? 'passed' : 'blocked', reason)
    }
    if (this.progress.at.state !== 'ended') Object.assign(this.progress, endEnrollment(this.progress, reason, this.nowMs))
    return this.end()
  }

  /** A touch between two attempts, held past the pause's limit, goes no more. */
  #blockHeld(came: Came): void {
    const { touch } = present(this.#read).standing
    if (came.kind !== 'woken' || came.wake.by !== 'blocked' || touch?.state !== 'retrying') return
    this.#touches.push(this.#touch(touch.channel, 'blocked', {}, { reason: came.wake.reason ?? null, attempts: touch.attempts }))
  }

  /** A visit that ends where it stands. */
  #leaveHere(state: 'passed' | 'failed' | 'blocked', reason: string): void {
    const { at } = this.progress
    const left = leaveNode(this.plan, this.progress, { outlet: null, state, reason }, this.nowMs)
    this.#progress = { at, visits: left.visits }
  }

  /** An attempt died with its worker. Where the other side honours keys it is made again; elsewhere it stays in doubt. */
  async #lost(): Promise<Came> {
    const touch = present(present(this.#read).standing.touch ?? undefined)
    const name = touch.channel
    if (this.#terms.channels[name].honoursKeys) return this.#attempt(touch)
    this.#touches.push(this.#touch(name, 'in-doubt', {}, { reason: 'lost', attempts: touch.attempts }))
    return this.#wake(woken({ by: 'delivered' }))
  }

  async #attempt({ channel: name, attempts }: TouchAtHand): Promise<Came> {
    const held = await this.hold()
    if (held) return held
    const { content, unwanted } = present(this.#read)
    const kept = jsonObject.parse(content)
    if (unwanted.includes(name)) {
      this.#touches.push(this.#touch(name, 'blocked', {}, { reason: 'unsubscribed', attempts }))
      return woken({ by: 'blocked', reason: 'unsubscribed' })
    }
    if (this.#terms.channels[name].isSlow(kept) && !this.#terms.patient) return this.#close({ kind: 'deliver' })
    return this.#send(name, kept, attempts + 1)
  }

  async #toDeliveryQueue(name: keyof Channels, content: JsonObject): Promise<Came> {
    this.#touches.push(this.#touch(name, 'retrying', content, {}))
    this.progress.at = { ...this.progress.at, state: 'delivering', dueMs: this.nowMs }
    await this.#commit()
    return over({ kind: 'deliver' })
  }

  /** Commits that this attempt is made, makes it with no transaction open, and commits what came of it with what follows. */
  async #send(name: keyof Channels, content: JsonObject, attempt: number): Promise<Came> {
    const leaseMs = this.nowMs + 2 * this.#terms.timeLimitMs
    const key = visitKey(this.progress.at)
    const recipient = this.#recipient()
    this.#touches.push(this.#touch(name, 'sending', content, { attempts: attempt, leaseMs }))
    this.progress.at = { ...this.progress.at, state: 'delivering', dueMs: leaseMs }
    await this.#commit()

    const stale = Date.now() - this.#readAtMs > lookAgainMs
    const barred = stale ? await mayStillGo(this.#engine.pool, this.#ref, name) : undefined
    const came: Attempt = barred
      ? { came: 'later', reason: barred, retryAfterMs: 0 }
      : await this.#terms.channels[name].send(content, recipient, key, this.#terms.timeLimitMs)
    return this.#settle(name, attempt, barred ? { ...came, uncounted: true } : came)
  }

  async #settle(name: keyof Channels, attempt: number, came: Attempt & { uncounted?: boolean }): Promise<Came> {
    if (!(await this.#begin())) return over({ kind: 'end' })
    const { touch, enrollment } = present(this.#read).standing
    // Somebody else took it over, because this attempt outlived its lease.
    if (touch?.state !== 'sending' || touch.attempts !== attempt) {
      await this.#release('ROLLBACK')
      return this.open()
    }
    const note = (state: TouchRow['state'], reason?: string, attempts = attempt): void => {
      this.#touches.push(this.#touch(name, state, {}, { reason: reason ?? null, attempts }))
    }
    const outcome = whatCame(came, attempt, this.#terms.channels[name].honoursKeys, Math.random())
    if (outcome.kind === 'again') {
      note('retrying', outcome.reason, came.uncounted ? attempt - 1 : attempt)
      if (enrollment.state !== 'ended') {
        const dueMs = this.nowMs + outcome.delayMs
        this.progress.at = { ...this.progress.at, dueMs }
        await this.#commit()
        return over(outcome.delayMs > 0 ? { kind: 'rest', untilMs: dueMs } : { kind: 'step' })
      }
      await this.#commit()
      return this.open()
    }
    note(outcome.state, outcome.wake.reason)
    if (enrollment.state !== 'ended') return this.#wake(woken(outcome.wake))
    this.#leaveHere(outcome.wake.by === 'failed' ? 'failed' : 'passed', outcome.wake.reason ?? 'ended')
    return this.end()
  }

  #recipient(): Recipient {
    const { customer } = present(this.#read)
    return { workspace: this.#ref.workspace, customer: customer.row, id: customer.id, attributes: customer.attributes, workspaceName: present(this.#workspace).name }
  }

  #touch(channel: keyof Channels, state: TouchRow['state'], content: JsonObject, rest: Partial<Pick<TouchRow, 'reason' | 'attempts' | 'leaseMs'>>): TouchRow {
    const { at } = this.progress
    return {
      enrollment: at.id, visit: at.visit, journey: at.journey, customer: at.customer, node: at.node, channel, state,
      reason: null, attempts: 0, leaseMs: null, ...rest, content, nowMs: this.nowMs,
    }
  }

  #timeZone(): string {
    return timeZoneOf({ customer: present(this.#read).customer, plan: this.plan, workspace: present(this.#workspace) })
  }

  async #flush(resting?: Wait): Promise<PromisedPoke[]> {
    const before = present(this.#before)
    const { at, visits } = this.progress
    const writes = noWrites()
    if (at !== before) writes.move.push(at)
    writes.visits.push(...visits)
    writes.touches.push(...this.#touches)
    writes.counts.push({ journey: at.journey, epoch: at.epoch, delta: countsOf(before, { at, visits }) })
    if (resting) writes.watch.push(...watchesOf(at, resting))
    if (at.state === 'ended' && before.state !== 'ended')
      writes.unwatch.push({ customer: at.customer, enrollment: at.id, kinds: at.goalMs === null ? ['wait', 'exit'] : ['wait', 'exit', 'goal'] })
    else if (before.state === 'waiting') writes.unwatch.push({ customer: at.customer, enrollment: at.id, kinds: ['wait'] })
    return write(present(this.#client), this.#ref.workspace, writes)
  }

  async #commit(resting?: Wait): Promise<void> {
    await this.#flush(resting)
    await this.#release('COMMIT')
  }

  async #close(instruction: Instruction): Promise<Came> {
    await this.#release('ROLLBACK')
    return over(instruction)
  }

  async #release(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const client = this.#client
    if (!client) return
    this.#client = undefined
    let broken = true
    try {
      await client.query(how)
      broken = false
    } finally {
      client.release(broken)
    }
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the step is not open')
  return value
}
