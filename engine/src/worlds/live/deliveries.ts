import type { Deliver } from '@wend/nodes/sdk/define-node'
import { type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Attempt, Channel } from '../../channels/channel.ts'
import type { Channels } from '../../channels/create-channels.ts'
import { type EndReason, visitKey } from '../../step/enrollment.ts'
import type { Instruction } from '../../step/instruction.ts'
import { endEnrollment } from '../../step/progress.ts'
import { whatCame } from '../../step/what-came.ts'
import type { TouchAtHand } from '../../step/what-is-due.ts'
import { type Came, over, woken } from '../../step/world.ts'
import type { Lanes } from './lanes.ts'
import { mayStillGo } from './may-still-go.ts'
import type { StepTransaction } from './step-transaction.ts'

/** A look older than this is repeated before a provider is called: nothing may begin later than 1 s after a stop. */
const lookAgainMs = 400
/** Where every answer is late, touches still go. */
const mostLooks = 3

/** How this step may deliver. */
export interface DeliveryTerms {
  channels: Channels
  /** The time that one call to a provider has. */
  timeLimitMs: number
  /** Whether this step may call slow destinations. */
  patient: boolean
  /** The calls that go on at once. */
  lanes: Lanes
  /** A call begun later than this into the step is left to the next step: its time is limited. */
  latestCallMs: number
  /** Hears of every call to a provider, for the log. */
  called(call: {
    channel: string
    key: string
    node: string
    attempt: number
    came: string
    reason?: string
    tookMs: number
  }): void
}

/** An attempt that was made, or one that something barred at the last look. */
interface Made {
  name: keyof Channels
  visit: number
  attempt: number
  came: Attempt | { came: 'barred'; reason: string }
}

/** Makes deliveries: commits that an attempt is made, makes it with no transaction open, commits what came of it. */
export class Deliveries {
  readonly #tx: StepTransaction
  readonly #pool: pg.Pool
  readonly #terms: DeliveryTerms
  readonly #latestMs: number
  #unsettled: Made | undefined

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
    const { channel: _, ...shown } = message
    if (tx.read.unwanted.includes(name)) return this.#blocked(name, 'unsubscribed', 0, shown)
    const prepared = await channel.prepare(message, tx.recipient, visitKey(tx.progress.at))
    if ('blocked' in prepared) return this.#blocked(name, prepared.blocked, 0, shown)
    return this.#sendOrPutOff(name, prepared.content, 0)
  }

  /** Another attempt at the touch at hand. Consent is looked at again. */
  async repeat({ channel: name, attempts, state }: TouchAtHand): Promise<Came> {
    const tx = this.#tx
    if (tx.read.unwanted.includes(name)) return this.#blocked(name, 'unsubscribed', attempts)
    return this.#sendOrPutOff(name, jsonObject.parse(tx.read.content), attempts, state === 'sending')
  }

  /** Whether an attempt that died with its worker may be made again. */
  mayRepeat = ({ channel }: TouchAtHand): boolean => this.#terms.channels[channel].honoursKeys

  /** An attempt that nobody will ever know about: the customer goes on, the operator sees it. */
  leaveInDoubt({ channel, attempts }: Pick<TouchAtHand, 'channel' | 'attempts'>, reason: string): Came {
    this.#tx.note(channel, 'in-doubt', { reason, attempts })
    return woken({ by: 'delivered' })
  }

  /** The journey was stopped or she left it: what was still to be sent is not, and what was lost stays in doubt. */
  async giveUp(reason: EndReason): Promise<Came> {
    const tx = this.#tx
    const { touch } = tx.read.standing
    if (touch?.state === 'retrying' || touch?.state === 'sending') {
      const lost = touch.state === 'sending' || touch.inDoubt
      tx.note(touch.channel, lost ? 'in-doubt' : 'blocked', { reason, attempts: touch.attempts })
      tx.endVisit({ state: lost ? 'passed' : 'blocked', reason })
    }
    return this.#endAs(reason)
  }

  /** Commits what came of an attempt that this step made and could not commit, because of a deadlock. */
  settleAgain(): Promise<Came> | undefined {
    return this.#unsettled && this.#settle(this.#unsettled)
  }

  /** What came of the last attempt is committed. */
  settled(): void {
    this.#unsettled = undefined
  }

  /** `content`: what would have gone, where nothing was kept yet. */
  #blocked(name: keyof Channels, reason: string, attempts: number, content: JsonObject = {}): Came {
    this.#tx.note(name, 'blocked', { content, reason, attempts })
    return woken({ by: 'blocked', reason })
  }

  /** `inDoubt`: the attempt before this was lost in a crash. */
  async #sendOrPutOff(name: keyof Channels, content: JsonObject, attempts: number, inDoubt = false): Promise<Came> {
    const tx = this.#tx
    const place = this.#place(this.#terms.channels[name], content)
    if ('give' in place) {
      try {
        return await this.#send(name, content, attempts + 1, inDoubt)
      } finally {
        place.give()
      }
    }
    const reason = attempts > 0 ? tx.read.standing.touch?.reason : null
    tx.note(name, 'retrying', { content, attempts, reason, inDoubt })
    tx.stand({ state: 'delivering', dueMs: place.kind === 'rest' ? place.untilMs : tx.nowMs })
    await tx.commit()
    return over(place)
  }

  /** Room for a call now, or what is to happen instead. */
  #place(channel: Channel, content: JsonObject): { give(): void } | Instruction {
    const { patient, lanes } = this.#terms
    if (!patient && channel.isSlow(content)) return { kind: 'deliver' }
    if (Date.now() > this.#latestMs) return { kind: patient ? 'deliver' : 'step' }
    const destination = channel.destination?.(content)
    if (destination === undefined) return { give() {} }
    const lane = lanes.take(destination)
    if (lane.free) return lane
    return patient ? { kind: 'rest', untilMs: this.#tx.nowMs + lane.inMs } : { kind: 'deliver' }
  }

  async #send(name: keyof Channels, content: JsonObject, attempt: number, inDoubt: boolean): Promise<Came> {
    const tx = this.#tx
    const { timeLimitMs, channels } = this.#terms
    const { recipient } = tx
    const { at } = tx.progress
    const leaseMs = tx.nowMs + 2 * timeLimitMs
    tx.note(name, 'sending', { content, attempts: attempt, leaseMs, inDoubt })
    tx.stand({ state: 'delivering', dueMs: leaseMs })
    await tx.commit()

    const made = { name, visit: at.visit, attempt }
    const barred = await this.#lookAgain(name)
    if (barred) return this.#settle({ ...made, came: { came: 'barred', reason: barred } })
    const startMs = Date.now()
    const came = await channels[name].send(content, recipient, visitKey(at), timeLimitMs)
    this.#terms.called({
      channel: name,
      key: visitKey(at),
      node: at.node,
      attempt,
      came: came.came,
      tookMs: Date.now() - startMs,
      ...('reason' in came && { reason: came.reason }),
    })
    return this.#settle({ ...made, came })
  }

  /** What bars the touch by now, if anything. An answer that came late is as old as its question: then it is asked anew. */
  async #lookAgain(name: keyof Channels): Promise<string | undefined> {
    let lookedMs = this.#tx.read.readAtMs
    for (let looks = 0; looks < mostLooks && Date.now() - lookedMs > lookAgainMs; looks++) {
      lookedMs = Date.now()
      const barred = await mayStillGo(this.#pool, this.#tx.ref, name)
      if (barred) return barred
    }
    return undefined
  }

  /** Commits what came of an attempt, unless somebody else took it over because it outlived its lease. */
  async #settle(made: Made): Promise<Came> {
    const { name, visit, attempt, came } = made
    this.#unsettled = made
    const tx = this.#tx
    if (!(await tx.begin())) return over({ kind: 'end' })
    const { touch, enrollment, cut } = tx.read.standing
    if (enrollment.visit !== visit || touch?.state !== 'sending' || touch.attempts !== attempt) {
      await tx.rollback()
      return over({ kind: 'step' })
    }
    if (came.came === 'barred') return this.#tryAgain(name, attempt - 1, { reason: came.reason, delayMs: 0 })

    const inDoubt = came.came === 'in-doubt' || (came.came === 'later' && came.mayHaveArrived)
    // Cut off at a quick step's limit, which is ours: asked again at once where there is the promised time, and not counted.
    if (came.came === 'later' && came.slow && !this.#terms.patient)
      return this.#tryAgain(name, attempt - 1, { reason: came.reason, inDoubt, delayMs: 0 })

    const outcome = whatCame(came, attempt, this.#terms.channels[name].honoursKeys, Math.random())
    if (outcome.kind === 'again') return this.#tryAgain(name, attempt, { ...outcome, inDoubt })
    const { wake } = outcome
    tx.note(name, outcome.state, { reason: wake.reason, attempts: attempt })
    // Stops and exits are obeyed between nodes: this one is brought to its end, and no other begins.
    const ending = enrollment.reason ?? cut
    if (!ending) return woken(wake)
    tx.endVisit({ state: wake.by === 'failed' ? 'failed' : 'passed', reason: wake.reason })
    return this.#endAs(ending)
  }

  async #tryAgain(
    name: keyof Channels,
    attempts: number,
    { reason, delayMs, inDoubt = false }: { reason: string; delayMs: number; inDoubt?: boolean | undefined },
  ): Promise<Came> {
    const tx = this.#tx
    const dueMs = tx.nowMs + delayMs
    tx.note(name, 'retrying', { reason, attempts, inDoubt })
    // Held meanwhile, after the lease: then the pause's limit stands.
    const delivering = tx.progress.at.state === 'delivering'
    if (delivering) tx.stand({ dueMs })
    await tx.commit()
    return over(delivering && delayMs > 0 ? { kind: 'rest', untilMs: dueMs } : { kind: 'step' })
  }

  async #endAs(reason: EndReason): Promise<Came> {
    const tx = this.#tx
    if (tx.progress.at.state !== 'ended') Object.assign(tx.progress, endEnrollment(tx.progress, reason, tx.nowMs))
    await tx.commit()
    return over({ kind: 'end' })
  }
}
