import { ApplicationFailure } from '@temporalio/common'
import type { Channels } from './channels/create-channels.ts'
import type { Engine } from './engine.ts'
import { metrics } from './metrics.ts'
import type { EnrollmentRef, Instruction } from './step/instruction.ts'
import { takeStep } from './step/take-step.ts'
import type { Steps } from './workflow/journey.ts'
import { LiveWorld } from './worlds/live/live-world.ts'

/** Provider calls in a step at once; further ones take the delivery queue, so that no slow host stops the steps of others. */
const quickCallsAtOnce = 40
const quickLimitMs = 2_000
const patientLimitMs = 10_000

/** The activities of a worker. A failure that reaches Temporal carries a code only: no text, no stack, no personal data. */
export function createSteps(engine: Engine, channels: Channels): Steps {
  let calls = 0
  const counted = countingCalls(channels, (change) => {
    calls += change
  })

  async function take(ref: EnrollmentRef, queue: 'journey' | 'delivery'): Promise<Instruction> {
    const patient = queue === 'delivery'
    const world = new LiveWorld(engine, ref, {
      channels: counted,
      timeLimitMs: patient ? patientLimitMs : quickLimitMs,
      patient,
      mayCall: () => patient || calls < quickCallsAtOnce,
      latestCallMs: patient ? 8_000 : 1_800,
    })
    const stop = metrics.stepSeconds.startTimer({ queue })
    try {
      const instruction = await takeStep(world)
      stop({ result: instruction.kind })
      return instruction
    } catch (error) {
      stop({ result: 'failure' })
      engine.log.error({ workspace: ref.workspace, enrollment: ref.id, error: messageOf(error) }, 'a step failed and will be repeated')
      throw anonymous(codeOf(error))
    } finally {
      await world.dispose()
    }
  }
  return { step: (ref) => take(ref, 'journey'), stepSlowly: (ref) => take(ref, 'delivery') }
}

function countingCalls(channels: Channels, count: (change: number) => void): Channels {
  const counting = (name: keyof Channels): Channels[keyof Channels] => {
    const channel = channels[name]
    return {
      honoursKeys: channel.honoursKeys,
      prepare: (message, recipient, key) => channel.prepare(message, recipient, key),
      isSlow: (content) => channel.isSlow(content),
      async send(content, recipient, key, timeLimitMs) {
        count(1)
        const stop = metrics.deliverySeconds.startTimer({ channel: name })
        try {
          const came = await channel.send(content, recipient, key, timeLimitMs)
          stop({ result: came.came })
          return came
        } finally {
          count(-1)
        }
      },
    }
  }
  return { email: counting('email'), inbox: counting('inbox'), webhook: counting('webhook') }
}

const messageOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'STEP_FAILED'
}

function anonymous(code: string): ApplicationFailure {
  const failure = ApplicationFailure.retryable(code, code)
  failure.stack = ''
  return failure
}
