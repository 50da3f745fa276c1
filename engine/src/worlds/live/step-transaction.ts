import { addDuration } from '@wend/nodes/sdk/calendar'
import type { Wait } from '@wend/nodes/sdk/define-node'
import type { JsonObject } from '@wend/nodes/sdk/json'
import type { Rule } from '@wend/nodes/sdk/rule'
import type pg from 'pg'
import { watchesOf } from '../../changes/enter.ts'
import { countAtEvents, countForStep } from '../../changes/facts.ts'
import type { Recipient } from '../../channels/channel.ts'
import type { Channels } from '../../channels/create-channels.ts'
import type { Engine } from '../../engine.ts'
import type { Plan } from '../../journey/plan.ts'
import { type Counted, type Situation, timeZoneOf } from '../../step/context.ts'
import { countsOf } from '../../step/counts.ts'
import type { Enrollment } from '../../step/enrollment.ts'
import type { EnrollmentRef } from '../../step/instruction.ts'
import { type Leaving, leaveNode, type Progress } from '../../step/progress.ts'
import type { Workspace } from '../../step/workspace.ts'
import { noWrites, type TouchRow, write } from '../../storage/writes.ts'
import { type ReadStep, readStep } from './read-step.ts'

/** What is read and decided between two commits of a step. */
interface Stage extends ReadStep {
  client: pg.PoolClient
  workspace: Workspace
  plan: Plan
  counted: Counted
  progress: Progress
  touches: TouchRow[]
  /** By this process's clock. */
  readAtMs: number
}

interface TouchNote {
  content?: JsonObject
  reason?: string | null | undefined
  attempts?: number
  leaseMs?: number
  /** An attempt before this may have arrived. */
  inDoubt?: boolean
}

/** A step's transactions: each begins with the customer's lock and ends with everything that was decided under it. */
export class StepTransaction {
  readonly #engine: Engine
  readonly ref: EnrollmentRef
  #stage: Stage | undefined
  #client: pg.PoolClient | undefined

  constructor(engine: Engine, ref: EnrollmentRef) {
    this.#engine = engine
    this.ref = ref
  }

  /** Locks and reads. False where there is no such enrollment, or it has ended so long ago that its plan is gone. */
  async begin(): Promise<boolean> {
    const client = await this.#engine.pool.connect()
    this.#client = client
    const readAtMs = Date.now()
    const read = await readStep(client, this.ref)
    if (!read) {
      await this.rollback()
      return false
    }
    const { enrollment } = read.standing
    const workspace = await this.#engine.plans.workspace(client, this.ref.workspace)
    const plan = await this.#engine.plans.find(client, this.ref.workspace, enrollment.plan)
    if (!plan && enrollment.state !== 'ended') throw new Error(`no plan ${enrollment.plan}`)
    if (!plan) {
      await this.rollback()
      return false
    }
    const touches: TouchRow[] = []
    const stored =
      plan.facts.length > 0
        ? await countForStep(client, this.ref.workspace, read.standing.nowMs, plan, {
            customer: enrollment.customer,
            enrollment: enrollment.id,
          })
        : () => undefined
    this.#stage = {
      ...read,
      client,
      workspace,
      plan,
      // How the touches of this very step stand is not stored yet.
      counted: (leaf) => touches.findLast(({ node }) => leaf.field === `touch.${node}`)?.state ?? stored(leaf),
      readAtMs,
      progress: { at: enrollment, visits: [] },
      touches,
    }
    return true
  }

  /** What was read; it stays to be looked at after the commit. */
  get read(): Stage {
    if (!this.#stage) throw new Error('the step is not open')
    return this.#stage
  }

  /** What was read last, if anything was. */
  get lastRead(): Stage | undefined {
    return this.#stage
  }

  get progress(): Progress {
    return this.read.progress
  }

  get nowMs(): number {
    return this.read.standing.nowMs
  }

  get situation(): Situation {
    const { workspace, plan, customer, counted, progress } = this.read
    return { workspace, plan, customer, counted, enrollment: progress.at, nowMs: this.nowMs }
  }

  get recipient(): Recipient {
    const { customer, workspace } = this.read
    return {
      workspace: this.ref.workspace,
      customer: customer.row,
      id: customer.id,
      attributes: customer.attributes,
      workspaceName: workspace.name,
      language: workspace.language,
      tracked: workspace.tracks,
    }
  }

  /** What these rules count, as it was when each of these events came. No statement where they count nothing. */
  async countedAt(rules: readonly Rule[], events: readonly { number: number }[]): Promise<(number: number) => Counted> {
    const { client, counted, customer } = this.read
    const numbers = events.map(({ number }) => number)
    const at = await countAtEvents(client, this.ref.workspace, this.nowMs, rules, { customer: customer.row, numbers })
    return (number) => (leaf) => at(number, leaf) ?? counted(leaf)
  }

  after = (duration: string): number => addDuration(this.nowMs, duration, timeZoneOf(this.situation))

  /** Moves the enrollment on, in memory. */
  stand(change: Partial<Enrollment>): void {
    this.progress.at = { ...this.progress.at, ...change }
  }

  /** Ends the visit at hand where it stands: the enrollment goes nowhere from it. */
  endVisit(leaving: Omit<Leaving, 'outlet'>): void {
    this.progress.visits = leaveNode(this.read.plan, this.progress, { ...leaving, outlet: null }, this.nowMs).visits
  }

  /**
   * Notes how the touch of the visit at hand stands; its content is kept by the first note. One that is blocked after an
   * attempt that may have arrived stays in doubt: nobody can say that it did not go.
   */
  note(channel: keyof Channels, wanted: TouchRow['state'], more: TouchNote = {}): void {
    const { at } = this.progress
    const { content = {}, reason = null, attempts = 0, leaseMs = null, inDoubt = false } = more
    const state = wanted === 'blocked' && this.read.standing.touch?.inDoubt ? 'in-doubt' : wanted
    this.read.touches.push({
      enrollment: at.id,
      visit: at.visit,
      journey: at.journey,
      customer: at.customer,
      node: at.node,
      channel,
      state,
      reason,
      content,
      attempts,
      leaseMs,
      inDoubt,
      nowMs: this.nowMs,
    })
  }

  /** Writes what was decided, and leaves the transaction open. Answers its connection. */
  async flush(): Promise<pg.PoolClient> {
    await this.#write()
    return this.read.client
  }

  /** One statement, on its way when this returns. */
  #write(resting?: Wait): Promise<unknown> {
    const { client, standing, progress, touches } = this.read
    const { enrollment: before } = standing
    const { at, visits } = progress
    const { customer, id: enrollment } = at
    const ends = at.state === 'ended' && before.state !== 'ended'
    const waits = { customer, enrollment, kinds: ['wait' as const] }
    const waitsAgain = resting !== undefined && before.state === 'waiting' && before.visit === at.visit
    // One statement cannot delete a row and insert the same again.
    const unwatched = waitsAgain ? write(client, this.ref.workspace, { ...noWrites(), unwatch: [waits] }) : undefined
    const written = write(client, this.ref.workspace, {
      ...noWrites(),
      move: at === before ? [] : [at],
      visits,
      touches,
      counts: [{ journey: at.journey, epoch: at.epoch, delta: countsOf(before, progress, touches) }],
      watch: resting ? watchesOf(at, resting) : [],
      unwatch: ends
        ? [{ customer, enrollment, kinds: at.goalMs === null ? ['wait', 'exit'] : ['wait', 'exit', 'goal'] }]
        : before.state === 'waiting' && !waitsAgain
          ? [waits]
          : [],
    })
    return Promise.all([unwatched, written])
  }

  /** Writes what was decided and commits, in one round trip: behind what fails, COMMIT rolls back. */
  commit = (resting?: Wait): Promise<void> => this.#release('COMMIT', this.#write(resting))

  /** Commits what was flushed and written since. */
  commitFlushed = (): Promise<void> => this.#release('COMMIT')

  /** Gives the connection back. Nothing happens where none is open, and a broken one is thrown away. */
  rollback = (): Promise<void> => this.#release('ROLLBACK').catch(() => {})

  /** `before`: what was sent just now and not answered yet. */
  async #release(how: 'COMMIT' | 'ROLLBACK', before?: Promise<unknown>): Promise<void> {
    const client = this.#client
    if (!client) return
    this.#client = undefined
    const [wrote, ended] = await Promise.allSettled([before, client.query(how)])
    const failed = [wrote, ended].find((one) => one.status === 'rejected')
    client.release(failed !== undefined)
    if (failed) throw failed.reason
  }
}
