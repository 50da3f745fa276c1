import type { Deliver } from '@wend/nodes/sdk/define-node'
import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Attempt, Channel } from '../../channels/channel.ts'
import type { Channels } from '../../channels/create-channels.ts'
import { type EndReason, visitKey } from '../../step/enrollment.ts'
import { endEnrollment } from '../../step/progress.ts'
import { whatCame } from '../../step/what-came.ts'
import type { TouchAtHand } from '../../step/what-is-due.ts'
import { type Came, over, woken } from '../../step/world.ts'
import { mayStillGo } from './may-still-go.ts'
import type { StepTransaction } from './step-transaction.ts'

/** A look older than this is repeated before a provider is called: nothing may begin later than 1 s after a stop. */
const lookAgainMs = 400

/** How this step may deliver. */
export interface DeliveryTerms {
  channels: Channels
  /** The time that one call to a provider has. */
  timeLimitMs: number
  /** Whether this step may call slow destinations. */
  patient: boolean
  /** Whether there is room for another call to a provider. */
  mayCall(): boolean
  /** A call begun later than this into the step is left to the next step: its time is limited. */
  latestCallMs: number
}

/** Makes deliveries: commits that an attempt is made, makes it with no transaction open, commits what came of it. */
export class Deliveries {
  readonly #tx: StepTransaction
  readonly #pool: pg.Pool
  readonly #terms: DeliveryTerms
  readonly #latestMs: number

  constructor(tx: StepTransaction, pool: pg.Pool, terms: DeliveryTerms) {
    this.#tx = tx
    this.#pool = pool
    this.#terms = terms
    this.#latestMs = Date.now() + terms.latestCallMs
  }

  /** A fresh delivery. Its content is rendered and kept now, once for all attempts. */
  async make(message: Deliver['message']): Promise<Came> {
    const tx = this.#tx
    const name = message.channel
    const channel = this.#terms.channels[name]
    if (tx.read.unwanted.includes(name)) return this.#unsubscribed(name)
    const prepared = await channel.prepare(message, tx.recipient, visitKey(tx.progress.at))
    if ('blocked' in prepared) {
      tx.note(name, 'blocked', { reason: prepared.blocked })
      return woken({ by: 'blocked', reason: prepared.blocked })
    }
    const { content } = prepared
    const elsewhere = this.#wantsDeliveryQueue(channel, content)
    if (!elsewhere && Date.now() <= this.#latestMs) return this.#send(name, content, 1)

    tx.note(name, 'retrying', { content })
    tx.stand({ state: 'delivering', dueMs: tx.nowMs })
    await tx.commit()
    return over({ kind: elsewhere ? 'deliver' : 'step' })
  }

  /** Another attempt at the touch at hand. Consent is looked at again. */
  async repeat({ channel: name, attempts }: TouchAtHand): Promise<Came> {
    const tx = this.#tx
    if (tx.read.unwanted.includes(name)) return this.#unsubscribed(name, attempts)
    const content = jsonObject.parse(tx.read.content)
    if (!this.#wantsDeliveryQueue(this.#terms.channels[name], content)) return this.#send(name, content, attempts + 1)
    await tx.rollback()
    return over({ kind: 'deliver' })
  }

  /** An attempt died with its worker. Where the other side honours keys it is made again; elsewhere it stays in doubt. */
  lost(touch: TouchAtHand): Promise<Came> | Came {
    if (this.#terms.channels[touch.channel].honoursKeys) return this.repeat(touch)
    this.#tx.note(touch.channel, 'in-doubt', { reason: 'lost', attempts: touch.attempts })
    return woken({ by: 'delivered' })
  }

  /** The journey was stopped or she left it: what was still to be sent is not, and what was lost stays in doubt. */
  async giveUp(reason: EndReason): Promise<Came> {
    const tx = this.#tx
    const { touch } = tx.read.standing
    if (touch?.state === 'retrying' || touch?.state === 'sending') {
      const lost = touch.state === 'sending'
      tx.note(touch.channel, lost ? 'in-doubt' : 'blocked', { reason, attempts: touch.attempts })
      tx.endVisit({ state: lost ? 'passed' : 'blocked', reason })
    }
    if (tx.progress.at.state !== 'ended') Object.assign(tx.progress, endEnrollment(tx.progress, reason, tx.nowMs))
    await tx.commit()
    return over({ kind: 'end' })
  }

  #unsubscribed(name: keyof Channels, attempts = 0): Came {
    this.#tx.note(name, 'blocked', { reason: 'unsubscribed', attempts })
    return woken({ by: 'blocked', reason: 'unsubscribed' })
  }

  #wantsDeliveryQueue(channel: Channel, content: JsonObject): boolean {
    return !this.#terms.patient && (channel.isSlow(content) || !this.#terms.mayCall())
  }

  async #send(name: keyof Channels, content: JsonObject, attempt: number): Promise<Came> {
    const tx = this.#tx
    const { timeLimitMs, channels } = this.#terms
    const { recipient } = tx
    const key = visitKey(tx.progress.at)
    const leaseMs = tx.nowMs + 2 * timeLimitMs
    tx.note(name, 'sending', { content, attempts: attempt, leaseMs })
    tx.stand({ state: 'delivering', dueMs: leaseMs })
    await tx.commit()

    const stale = Date.now() - tx.read.readAtMs > lookAgainMs
    const barred = stale ? await mayStillGo(this.#pool, tx.ref, name) : undefined
    if (barred) return this.#settle(name, attempt, { came: 'later', reason: barred }, attempt - 1)
    return this.#settle(name, attempt, await channels[name].send(content, recipient, key, timeLimitMs))
  }

  /** Commits what came of an attempt, unless somebody else took it over because it outlived its lease. `counted`: attempts so far. */
  async #settle(name: keyof Channels, attempt: number, came: Attempt, counted = attempt): Promise<Came> {
    const tx = this.#tx
    if (!(await tx.begin())) return over({ kind: 'end' })
    const { touch, enrollment } = tx.read.standing
    if (touch?.state !== 'sending' || touch.attempts !== attempt) {
      await tx.rollback()
      return over({ kind: 'step' })
    }
    const ended = enrollment.state === 'ended'
    const outcome = whatCame(came, attempt, this.#terms.channels[name].honoursKeys, Math.random())
    if (outcome.kind === 'done') {
      const { wake } = outcome
      tx.note(name, outcome.state, { reason: wake.reason, attempts: attempt })
      if (!ended) return woken(wake)
      tx.endVisit({ state: wake.by === 'failed' ? 'failed' : 'passed', reason: wake.reason })
      await tx.commit()
      return over({ kind: 'end' })
    }
    const dueMs = tx.nowMs + (counted < attempt ? 0 : outcome.delayMs)
    tx.note(name, 'retrying', { reason: outcome.reason, attempts: counted })
    if (!ended) tx.stand({ dueMs })
    await tx.commit()
    return over(ended || dueMs <= tx.nowMs ? { kind: 'step' } : { kind: 'rest', untilMs: dueMs })
  }
}
