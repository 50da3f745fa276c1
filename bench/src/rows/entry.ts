import { randomUUID } from 'node:crypto'
import { atMost } from '../stand/at-most.ts'
import { enter, makeCustomers, publish, rung } from '../stand/calls.ts'
import { memoryBytes } from '../stand/cpu.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import type { Row } from './row.ts'

const startsAtOnce = 64
const waitMs = 86_400_000

export const entry: Row = {
  name: 'entry',
  what: 'Customers enter by POST /v1/journeys/{id}/enrollments at full speed, until all their workflows wait, against bare starts of the same workflow.',
  async run({ quick, full, say }) {
    const customers = quick ? 1_500 : full ? 20_000 : 8_000
    const rounds = quick ? 2 : 5
    const each = customers / rounds
    const stand = await startStand()
    try {
      const journey = await publish(
        stand,
        inARow('Entry', [nodes.api, nodes.waitFor('bought'), nodes.branch, nodes.mail]),
      )
      await oursOnce(stand, journey, await known(stand, 'warm', 200))
      await bareOnce(stand, 200)

      const ours: number[] = []
      const bare: number[] = []
      const memory: Record<'api' | 'worker', number[]> = { api: [], worker: [] }
      for (let nth = 0; nth < rounds; nth++) {
        ours.push(await oursOnce(stand, journey, await known(stand, `entry-${nth}`, each)))
        bare.push(await bareOnce(stand, each))
        memory.api.push((await memoryBytes(stand.apis[0]?.process.pid)) / 1e6)
        memory.worker.push((await memoryBytes(stand.workers[0]?.process.pid)) / 1e6)
        say(`round ${nth}: ${ours.at(-1)?.toFixed(0)}/s, bare ${bare.at(-1)?.toFixed(0)}/s`)
      }
      const grew = (of: number[]) => (of.at(-1) ?? 0) / (of[Math.min(1, of.length - 1)] ?? 0)
      return {
        sizes: { customers, rounds },
        lines: [
          {
            what: 'enrollments a second (ratio: Wend / bare starts)',
            unit: '/s',
            ours,
            yardstick: bare,
            ratio: ours.map((rate, nth) => rate / (bare[nth] ?? 0)),
            bound: { atLeast: 0.8 },
          },
          { what: 'memory of the api, round by round', unit: 'MB', ours: memory.api },
          { what: 'memory of the worker, round by round', unit: 'MB', ours: memory.worker },
          {
            what: 'memory of the api, last round to the second',
            unit: '×',
            ours: [grew(memory.api)],
            bound: { atMost: 1.25 },
          },
          {
            what: 'memory of the worker, last round to the second',
            unit: '×',
            ours: [grew(memory.worker)],
            bound: { atMost: 1.25 },
          },
        ],
        notes: [
          'The customers are known before. Wend keeps an enrollment, a visit, watches and counts in Postgres for each; a bare start keeps nothing. Both end in a start delay, with the worker running.',
        ],
      }
    } finally {
      await stand.stop()
    }
  },
}

async function known(stand: Stand, name: string, n: number): Promise<string[]> {
  const who = Array.from({ length: n }, (_, nth) => `${name}-${nth}`)
  await makeCustomers(stand, who)
  return who
}

/** Enrollments a second, from the first request until Temporal has taken the last. */
async function oursOnce(stand: Stand, journey: string, who: string[]): Promise<number> {
  const beganMs = Date.now()
  await enter(stand, journey, who)
  await rung(stand)
  return (who.length * 1_000) / (Date.now() - beganMs)
}

/** The same starts with nothing behind them, from one process as busy with them as the api is. */
async function bareOnce({ client, workspace }: Stand, n: number): Promise<number> {
  const beganMs = Date.now()
  const untilMs = beganMs + waitMs
  await atMost(
    startsAtOnce,
    Array.from({ length: n }, () => randomUUID()),
    async (id) => {
      await client.workflow.start('journey', {
        args: [{ workspace }, { kind: 'rest', untilMs }],
        taskQueue: 'wend',
        workflowId: id,
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        workflowTaskTimeout: '5s',
        startDelay: waitMs,
      })
    },
  )
  return (n * 1_000) / (Date.now() - beganMs)
}
