import type { Changes, Message, Occurrence, Wait } from '@wend/nodes/sdk/define-node'
import type pg from 'pg'
import { changeCustomers } from '../../changes/door.ts'
import { holdListening } from '../../changes/take-messages.ts'
import type { Engine } from '../../engine.ts'
import type { Plan } from '../../journey/plan.ts'
import { holds } from '../../rules/holds.ts'
import { contextOf } from '../../step/context.ts'
import type { EnrollmentRef } from '../../step/instruction.ts'
import { endEnrollment, type Progress } from '../../step/progress.ts'
import { whatIsDue } from '../../step/what-is-due.ts'
import { secretId } from '../../step/workspace.ts'
import { arrived, type Came, over, type World, woken } from '../../step/world.ts'
import { Deliveries, type DeliveryTerms } from './deliveries.ts'
import { eventsSince } from './events-since.ts'
import { StepTransaction } from './step-transaction.ts'

const maxHold = 'P1D'
/** A step that has run so long leaves the rest to the next one: its activity's time is limited. */
const longestMs = 1_500
/** Visits that one transaction commits at most: a loop whose waits are all over is taken piece by piece. */
const mostVisits = 100

/** The world of real customers: Postgres decides, channels deliver. */
export class LiveWorld implements World {
  readonly catalog: Engine['catalog']
  readonly #engine: Engine
  readonly #tx: StepTransaction
  readonly #deliveries: Deliveries
  readonly #untilMs = Date.now() + longestMs

  constructor(engine: Engine, ref: EnrollmentRef, terms: DeliveryTerms) {
    this.catalog = engine.catalog
    this.#engine = engine
    this.#tx = new StepTransaction(engine, ref)
    this.#deliveries = new Deliveries(this.#tx, engine.pool, terms)
  }

  get plan(): Plan {
    return this.#tx.read.plan
  }
  get progress(): Progress {
    return this.#tx.progress
  }
  get nowMs(): number {
    return this.#tx.nowMs
  }
  context(): ReturnType<typeof contextOf> {
    return contextOf(this.#tx.situation)
  }

  async open(): Promise<Came> {
    return this.#deliveries.settleAgain() ?? this.#look()
  }

  async #look(): Promise<Came> {
    if (!(await this.#tx.begin())) return over({ kind: 'end' })
    const { standing } = this.#tx.read
    const due = whatIsDue(standing)
    if (due.kind === 'end') return this.#deliveries.giveUp(due.reason)
    if (due.kind !== 'go') {
      if (!standing.touch) throw new Error('a delivery without a touch')
      if (due.kind === 'lost' && !this.#deliveries.mayRepeat(standing.touch))
        return this.#deliveries.leaveInDoubt(standing.touch, 'lost')
      return (await this.hold(standing.touch)) ?? this.#deliveries.repeat(standing.touch)
    }
    if (due.came.kind === 'over') await this.#tx.rollback()
    if (due.came.kind === 'woken') this.#hear(due.came)
    return due.came
  }

  async rest(wait: Wait): Promise<Came> {
    const heard = await this.#firstHeard(wait)
    if (heard) {
      const { branch, number, hops, event } = heard
      const { at } = this.progress
      this.#tx.stand({
        state: 'ready',
        claim: null,
        hand: event,
        hops: Math.max(at.hops, hops),
        heardNumber: number,
        heardMs: event.atMs,
      })
      return woken({ by: branch, event })
    }
    const { at } = this.progress
    // Also where the wait is over before a step could take it up: an outage sends nobody on whose goal is reached.
    if (at.goalMs !== null && wait.untilMs > at.arrivedMs) return this.#endAsGoal()
    if (wait.untilMs <= this.nowMs) {
      this.#tx.stand({ state: 'ready', claim: null, heardMs: Math.max(at.heardMs, wait.untilMs) })
      return woken({ by: 'time' })
    }
    this.#tx.stand({ state: 'waiting', claim: null, dueMs: wait.untilMs })
    await this.#tx.commit(wait)
    return over({ kind: 'rest', untilMs: wait.untilMs })
  }

  deliver(message: Message): Promise<Came> {
    return this.#deliveries.make(message)
  }

  async hold(touch?: { channel: Message['channel']; state?: string; attempts?: number }): Promise<Came | undefined> {
    if (!this.#tx.read.standing.paused) return undefined
    const { at } = this.progress
    const reason = 'held-too-long'
    if (at.state === 'held' && at.dueMs <= this.nowMs) {
      if (touch?.state === 'sending')
        return this.#deliveries.leaveInDoubt({ ...touch, attempts: touch.attempts ?? 0 }, reason)
      if (touch) this.#tx.note(touch.channel, 'blocked', { reason, attempts: touch.attempts ?? 0 })
      return woken({ by: 'blocked', reason })
    }
    // To be held is to rest: a goal that was reached on the way ends it.
    if (at.goalMs !== null) return touch?.state === undefined ? this.#endAsGoal() : this.#deliveries.giveUp('goal')
    const untilMs = at.state === 'held' ? at.dueMs : this.#tx.after(this.plan.settings.maxHold ?? maxHold)
    this.#tx.stand({ state: 'held', dueMs: untilMs })
    await this.#tx.commit()
    return over({ kind: 'rest', untilMs })
  }

  async goOn(): Promise<Came> {
    if (this.progress.visits.length < mostVisits && Date.now() < this.#untilMs) return arrived
    await this.#tx.commit()
    return over({ kind: 'step' })
  }

  async change({ attributes, events = [] }: Changes): Promise<Came> {
    const { ref, read, nowMs } = this.#tx
    const { at, visits } = this.progress
    const visit = `${at.id}.${visits.at(-1)?.nth ?? at.visit}`
    const client = await this.#tx.flush()
    await holdListening(client, ref.workspace)
    const listening = await this.#engine.plans.listening(
      client,
      ref.workspace,
      await listeningNow(client, ref.workspace),
    )
    const messages = events.map(({ name, properties }, nth) => ({
      kind: 'track' as const,
      messageId: `${visit}.${nth}`,
      name,
      properties,
      attributes: {},
      fill: {},
      atMs: nowMs,
      hops: at.hops + 1,
    }))
    const { pokes } = await changeCustomers(this.#engine, client, ref.workspace, listening, [
      { locked: read.locked, messages, attributes },
    ])
    await this.#tx.commitFlushed()
    this.#deliveries.settled()
    this.#engine.poker.ring(pokes)
    return Date.now() > this.#untilMs ? over({ kind: 'step' }) : this.#look()
  }

  #endAsGoal(): Promise<Came> {
    Object.assign(this.progress, endEnrollment(this.progress, 'goal', this.nowMs))
    return this.end()
  }

  async end(): Promise<Came> {
    await this.#tx.commit()
    return over({ kind: 'end' })
  }

  /** Journey and customer for the log, the customer as a hash; nothing before anything was read. */
  about(): { journey?: string; customer?: string } {
    const read = this.#tx.lastRead
    if (!read) return {}
    const { journey, customer } = read.progress.at
    return { journey, customer: secretId(read.workspace.secret, 'log', String(customer)) }
  }

  /** Gives the connection back, whatever happened. */
  dispose(): Promise<void> {
    return this.#tx.rollback()
  }

  /** Moves the enrollment to the wake that has come: what it heard, and the event at hand. */
  #hear({ wake }: Extract<Came, { kind: 'woken' }>): void {
    const { at } = this.progress
    if (wake.event && at.claim) {
      this.#tx.stand({
        state: 'ready',
        claim: null,
        hand: wake.event,
        heardNumber: at.claim.number,
        heardMs: wake.event.atMs,
      })
    } else if (wake.by === 'time') {
      this.#tx.stand({ state: 'ready', claim: null, heardMs: Math.max(at.heardMs, at.dueMs) })
    }
  }

  /** The first event after what was heard that takes a branch: of two branches the first drawn. */
  async #firstHeard({
    on,
    untilMs,
  }: Wait): Promise<{ branch: string; number: number; hops: number; event: Occurrence } | undefined> {
    if (on.length === 0) return undefined
    const { client, customer, progress } = this.#tx.read
    const names = [...new Set(on.map(({ event }) => event))]
    const rules = on.flatMap(({ where }) => where ?? [])
    for await (const page of eventsSince(client, this.#tx.ref.workspace, progress.at, names)) {
      const early = page.filter(({ atMs }) => atMs < untilMs)
      const countedAt = await this.#tx.countedAt(rules, early)
      for (const { number, hops, ...event } of early) {
        const facts = { customer: customer.attributes, event, entry: progress.at.entry, counted: countedAt(number) }
        const branch = on.find(
          ({ event: name, where }) => name === event.name && (!where || holds(where, facts, this.nowMs)),
        )
        if (branch) return { branch: branch.id, number, hops, event }
      }
    }
    return undefined
  }
}

async function listeningNow(client: pg.ClientBase, workspace: number): Promise<number> {
  const { rows } = await client.query<{ listening: number }>({
    name: 'read-listening',
    text: 'SELECT listening FROM workspace WHERE id = $1',
    values: [workspace],
  })
  return rows[0]?.listening ?? 0
}
