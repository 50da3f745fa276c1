import { Context } from '@temporalio/activity'
import type { Steps } from './workflow/journey.ts'

const beatMs = 1_000

/** Steps that tell Temporal that they live: one that dies with its worker is repeated after seconds, not after its time limit. */
export function beating(steps: Steps): Steps {
  async function beat<T>(work: () => Promise<T>): Promise<T> {
    const context = Context.current()
    // What runs beside its workflow is watched by the workflow task's own time limit.
    if (context.info.isLocal) return work()
    const timer = setInterval(() => context.heartbeat(), beatMs)
    try {
      return await work()
    } finally {
      clearInterval(timer)
    }
  }
  return { step: (ref) => beat(() => steps.step(ref)), stepSlowly: (ref) => beat(() => steps.stepSlowly(ref)) }
}
