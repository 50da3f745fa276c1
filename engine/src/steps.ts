import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationFailure } from '@temporalio/common'
import type { Channels } from './channels/create-channels.ts'
import type { Engine } from './engine.ts'
import { metrics } from './metrics.ts'
import type { EnrollmentRef, Instruction } from './step/instruction.ts'
import { takeStep } from './step/take-step.ts'
import { isWorthAnother } from './storage/database.ts'
import { tellError } from './tell-error.ts'
import type { Steps } from './workflow/journey.ts'
import { Lanes } from './worlds/live/lanes.ts'
import { LiveWorld } from './worlds/live/live-world.ts'

/** How long a call to a provider may take, and until when one may begin. Times in milliseconds. */
const quickly = { timeLimitMs: 2_000, patient: false, latestCallMs: 1_800 }
const slowly = { timeLimitMs: 10_000, patient: true, latestCallMs: 8_000 }
/** Further calls in a step take the delivery queue, where there is room for more. */
const quickLanes = { inAll: 40, each: 24 }
export const slowLanes = { inAll: 200, each: 50 }
const tries = 5

/** The activities of a worker. A failure that reaches Temporal carries a code only: no text, no stack, no personal data. */
export function createSteps(engine: Engine, channels: Channels): Steps {
  const { log } = engine
  const quick = { ...quickly, channels, lanes: new Lanes(quickLanes) }
  const slow = { ...slowly, channels, lanes: new Lanes(slowLanes) }

  async function take(ref: EnrollmentRef, queue: 'journey' | 'delivery'): Promise<Instruction> {
    const world: LiveWorld = new LiveWorld(engine, ref, {
      ...(queue === 'delivery' ? slow : quick),
      called({ tookMs, ...call }) {
        metrics.deliverySeconds.observe({ channel: call.channel, result: call.came }, tookMs / 1000)
        log[call.came === 'delivered' ? 'debug' : 'info'](
          { ...about(ref, world), ...call, tookMs },
          'a provider was called',
        )
      },
    })
    const stop = metrics.stepSeconds.startTimer({ queue })
    try {
      const instruction = await untilNoDeadlock(world)
      const seconds = stop({ result: instruction.kind })
      if (log.isLevelEnabled('debug'))
        log.debug({ ...about(ref, world), queue, next: instruction.kind, seconds }, 'a step was taken')
      return instruction
    } catch (error) {
      stop({ result: 'failure' })
      log.error({ ...about(ref, world), queue, error: tellError(error) }, 'a step failed and will be repeated')
      throw anonymous(codeOf(error))
    } finally {
      await world.dispose()
    }
  }
  return { step: (ref) => take(ref, 'journey'), stepSlowly: (ref) => take(ref, 'delivery') }
}

/** Steps may be repeated: one that Postgres broke off in favour of another is, at once. What a provider answered is kept. */
async function untilNoDeadlock(world: LiveWorld): Promise<Instruction> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await takeStep(world)
    } catch (error) {
      await world.dispose()
      if (attempt === tries || !isWorthAnother(error)) throw error
      await sleep(Math.random() * 10 * 2 ** attempt)
    }
  }
}

/** Whom a line of the log is about. No id that a customer is known by outside. */
const about = ({ workspace, id }: EnrollmentRef, world: LiveWorld) => ({ workspace, enrollment: id, ...world.about() })

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'STEP_FAILED'
}

function anonymous(code: string): ApplicationFailure {
  const failure = ApplicationFailure.retryable(code, code)
  failure.stack = ''
  return failure
}
