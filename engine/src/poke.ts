import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import type pg from 'pg'
import type { Logger } from 'pino'
import { metrics } from './metrics.ts'
import type { Instruction } from './step/instruction.ts'
import type { PromisedPoke } from './storage/writes.ts'
import { tellError } from './tell-error.ts'

/** The task queue of workflows and their steps; that of steps that call slow destinations has `-delivery` behind it. */
export const defaultQueue = 'wend'

const atOnce = 64
/** While Temporal is away one ring at a time finds out when it is back. */
const atOnceWhileAway = 1
const mostQueued = 20_000
const forgetAtOnce = 500
/** Who has not answered by then is away, for this time. */
const defaultPatienceMs = 5_000
/** Of five classes the fourth: of thousands whose time comes in one second, none keeps those waiting whom an event has woken. */
const behind = { priorityKey: 4 }
/** A start delay that ended a hair early would cost a timer. */
const delayMarginMs = 5

type RungPoke = Pick<PromisedPoke, 'id' | 'workspace'>

/**
 * The only way to reach a workflow. Rings after the commit that promised it; what a crash or an absent Temporal leaves is
 * in the table `poke`, and is swept.
 */
export class Poker {
  readonly #client: Client
  readonly #queueName: string
  readonly #pool: pg.Pool
  readonly #log: Logger
  readonly #patienceMs: number
  readonly #queue: PromisedPoke[] = []
  /** Starts that only begin to wait: a crowd that enters keeps nobody from hearing of an event. */
  readonly #waiting: PromisedPoke[] = []
  readonly #rung: RungPoke[] = []
  #running = 0
  #isAway = false
  #forgetting: Promise<void> | undefined

  constructor(client: Client, pool: pg.Pool, log: Logger, queue = defaultQueue, patienceMs = defaultPatienceMs) {
    this.#queueName = queue
    this.#patienceMs = patienceMs
    this.#client = client
    this.#pool = pool
    this.#log = log
  }

  /** Rings soon. More than fits is left to the sweeper. */
  ring(pokes: readonly PromisedPoke[]): void {
    for (const poke of pokes) {
      const queue = poke.fresh && poke.untilMs !== null ? this.#waiting : this.#queue
      if (queue.length < mostQueued) queue.push(poke)
    }
    this.#workAll()
  }

  #workAll(): void {
    while (this.#running < (this.#isAway ? atOnceWhileAway : atOnce) && this.#queue.length + this.#waiting.length > 0) {
      this.#running += 1
      void this.#work()
    }
  }

  /** Resolves when everything rung so far has been answered and forgotten, or has failed. */
  async settled(): Promise<void> {
    while (this.#running > 0 || this.#forgetting) {
      await this.#forgetting
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  #next = (): PromisedPoke | undefined => this.#queue.shift() ?? this.#waiting.shift()

  async #work(): Promise<void> {
    try {
      for (let poke = this.#next(); poke; poke = this.#next()) {
        await this.reach(poke)
        if (this.#isAway) {
          this.#isAway = false
          this.#workAll()
        }
        metrics.pokes.inc({ how: poke.fresh ? 'start' : 'signal' })
        this.#rung.push(poke)
        this.#forgetting ??= this.#forget()
      }
    } catch (error) {
      this.#isAway = true
      this.#queue.length = 0
      this.#waiting.length = 0
      this.#log.warn({ error: tellError(error) }, 'Temporal was not reached; pokes wait in the outbox')
    } finally {
      this.#running -= 1
    }
  }

  /** Reaches one workflow: starts it, or signals it and starts it where it is lost. Throws where Temporal is away. */
  async reach({ workspace, enrollment, fresh, untilMs, timeOnly = false }: Omit<PromisedPoke, 'id'>): Promise<void> {
    const first: Instruction = untilMs === null ? { kind: 'step' } : { kind: 'rest', untilMs }
    const startDelay = untilMs === null ? 0 : untilMs - Date.now() + delayMarginMs
    const { workflow } = this.#client
    const options = {
      args: [{ workspace }, first],
      taskQueue: this.#queueName,
      workflowId: enrollment,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      workflowTaskTimeout: '5s',
      ...(timeOnly && untilMs !== null && { priority: behind }),
    } as const
    try {
      await this.#client.withDeadline(Date.now() + this.#patienceMs, async () => {
        if (fresh) await workflow.start('journey', { ...options, ...(startDelay > delayMarginMs && { startDelay }) })
        else await workflow.signalWithStart('journey', { ...options, signal: 'poke', signalArgs: [] })
      })
    } catch (error) {
      // It has run to its end: there is nobody left to ring.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    }
  }

  /** Deletes the promises that were kept, many at a time. */
  async #forget(): Promise<void> {
    try {
      while (this.#rung.length > 0) {
        await forget(this.#pool, this.#rung.splice(0, forgetAtOnce))
      }
    } catch {
      // The sweeper rings them again; a ring too many changes nothing.
    } finally {
      this.#forgetting = undefined
    }
  }
}

/** Deletes pokes that Temporal has taken. */
export async function forget(client: pg.Pool | pg.ClientBase, rung: readonly RungPoke[]): Promise<void> {
  await client.query({
    name: 'forget-pokes',
    // By a list, which is found by index however many are waiting beside them.
    text: 'DELETE FROM poke WHERE id = ANY($1::bigint[]) AND workspace = ANY($2::int[])',
    values: [rung.map(({ id }) => id), [...new Set(rung.map(({ workspace }) => workspace))]],
  })
}
