import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { finishErasures } from '../changes/erase.ts'
import type { Engine } from '../engine.ts'
import { metrics } from '../metrics.ts'
import { forgetRejected } from '../reads/rejected.ts'
import { tellError } from '../tell-error.ts'
import { dropOldEvents } from './drop-events.ts'
import { endCut } from './end-cut.ts'
import { keepHouse } from './forget.ts'
import { forgetPlans } from './forget-plans.ts'
import { keepNotes, noteEvents } from './note-events.ts'
import { releaseHeld } from './release-held.ts'
import { rollUpCounts } from './roll-up.ts'
import { measureOutbox, sweeper } from './sweep.ts'
import { watchDue } from './watch-due.ts'

export interface UpkeepOptions {
  /** Whole months that events are kept. Left out: for ever. */
  eventMonths?: number | undefined
}

interface Task {
  name: string
  everyMs: number
  run(engine: Engine, options: UpkeepOptions): Promise<unknown>
}

/** What goes on beside the steps. Any number of workers may run it at once: every task takes only rows nobody holds. */
const tasks = (): Task[] => [
  { name: 'sweep-pokes', everyMs: 1_000, run: sweeper() },
  { name: 'watch-due', everyMs: 15_000, run: (engine) => watchDue(engine) },
  { name: 'release-held', everyMs: 1_000, run: releaseHeld },
  { name: 'end-cut', everyMs: 1_000, run: endCut },
  { name: 'roll-up', everyMs: 1_000, run: rollUpCounts },
  { name: 'note-events', everyMs: 5_000, run: noteEvents },
  { name: 'keep-notes', everyMs: 3_600_000, run: keepNotes },
  { name: 'finish-erasures', everyMs: 15_000, run: (engine) => finishErasures(engine) },
  { name: 'forget-rejected', everyMs: 60_000, run: forgetRejected },
  { name: 'measure-outbox', everyMs: 5_000, run: measureOutbox },
  { name: 'keep-house', everyMs: 3_600_000, run: keepHouse },
  { name: 'forget-plans', everyMs: 600_000, run: forgetPlans },
  {
    name: 'drop-events',
    everyMs: 3_600_000,
    run: async (engine, { eventMonths }) => eventMonths && dropOldEvents(engine, eventMonths),
  },
]

/** Runs every task at its pace until stopped. A task that fails is logged and tried again at its next turn. */
export function startUpkeep(engine: Engine, options: UpkeepOptions = {}): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const all = tasks()
  // Every task sleeps by it.
  setMaxListeners(all.length, stopping.signal)
  const loops = all.map(async ({ name, everyMs, run }) => {
    while (!stopping.signal.aborted) {
      try {
        const done = await run(engine, options)
        if (typeof done === 'number') metrics.upkeep.inc({ task: name }, done)
      } catch (error) {
        engine.log.warn({ task: name, error: tellError(error) }, 'upkeep failed, will be repeated')
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}
