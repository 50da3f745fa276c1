import { startSink } from '@wend/engine/testing/sink'
import { type ByHand, startByHand } from '../by-hand/start.ts'
import { enter, makeCustomers, publish, rung } from '../stand/calls.ts'
import { cpuSeconds, memoryBytes } from '../stand/cpu.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import { until } from '../stand/until.ts'
import type { Row } from './row.ts'

/** From the entry on: long enough for all starts, by hand with their first workflow tasks. */
const waitSeconds = 8

/** What one round took. */
interface Round {
  /** Of worker and Temporal together, per enrollment. */
  cpuMs: number
  /** Temporal's part of it. */
  temporalMs: number
  /** What stays in Postgres for each, indexes included, and what its log took. */
  storedBytes: number
  loggedBytes: number
  /** Enrollments by the time from the first start to the last workflow's end, but for the pause between the starts and the due time. */
  perSecond: number
}

export const engine: Row = {
  name: 'engine',
  what: 'Entry → wait (all due together) → branch → webhook → end, against a hand-written workflow on the same servers.',
  async run({ quick, full, say }) {
    const customers = quick ? 100 : 300
    const rounds = quick ? 2 : full ? 12 : 6
    const sink = await startSink()
    const stand = await startStand({ env: { WEND_ALLOW_HOSTS: sink.host } })
    try {
      const byHand = await startByHand(stand, sink.url)
      const ours: Round[] = []
      const theirs: Round[] = []
      // The first of each warms up and is not counted.
      for (let nth = 0; nth <= rounds; nth++) {
        const who = Array.from({ length: nth === 0 ? 50 : customers }, (_, of) => `engine-${nth}-${of}`)
        await makeCustomers(stand, who)
        const mine = await oursOnce(stand, sink.url, who)
        const his = await theirsOnce(stand, byHand, who)
        say(
          `round ${nth}: ${mine.cpuMs.toFixed(1)} ms and ${mine.perSecond.toFixed(0)}/s, by hand ${his.cpuMs.toFixed(1)} ms and ${his.perSecond.toFixed(0)}/s`,
        )
        if (nth === 0) continue
        ours.push(mine)
        theirs.push(his)
      }
      const pick = (rounds: Round[], what: keyof Round) => rounds.map((round) => round[what])
      const over = (a: Round[], b: Round[], what: keyof Round) =>
        a.map((round, nth) => round[what] / (b[nth]?.[what] ?? 0))
      return {
        sizes: { rounds, 'customers a round': customers },
        lines: [
          {
            what: 'CPU per enrollment, worker and Temporal (ratio: by hand / Wend)',
            unit: 'ms',
            ours: pick(ours, 'cpuMs'),
            yardstick: pick(theirs, 'cpuMs'),
            ratio: over(theirs, ours, 'cpuMs'),
            bound: { atLeast: 1.4 },
          },
          {
            what: 'of it Temporal’s (ratio: by hand / Wend)',
            unit: 'ms',
            ours: pick(ours, 'temporalMs'),
            yardstick: pick(theirs, 'temporalMs'),
            ratio: over(theirs, ours, 'temporalMs'),
          },
          {
            what: 'enrollments a second (ratio: Wend / by hand)',
            unit: '/s',
            ours: pick(ours, 'perSecond'),
            yardstick: pick(theirs, 'perSecond'),
            ratio: over(ours, theirs, 'perSecond'),
            bound: { atLeast: 1.2 },
          },
          {
            what: 'Postgres: kept per enrollment, with indexes',
            unit: 'kB',
            ours: pick(ours, 'storedBytes').map((bytes) => bytes / 1_000),
            yardstick: pick(theirs, 'storedBytes').map((bytes) => bytes / 1_000),
          },
          {
            what: 'Postgres: written to its log per enrollment',
            unit: 'kB',
            ours: pick(ours, 'loggedBytes').map((bytes) => bytes / 1_000),
            yardstick: pick(theirs, 'loggedBytes').map((bytes) => bytes / 1_000),
          },
          {
            what: 'memory of the worker in the end',
            unit: 'MB',
            ours: [(await memoryBytes(stand.workers[0]?.process.pid)) / 1e6],
            yardstick: [(await memoryBytes(byHand.worker.process.pid)) / 1e6],
          },
        ],
        notes: [
          'Rate: customers by the time from the first start to the last workflow’s end, without the pause between the last start and the due second; the first workflow tasks by hand, which set the timers in that pause, cost it no time.',
          'Wend starts through its api; the bench starts the yardstick’s workflows itself. Neither process is in the CPU figure.',
        ],
      }
    } finally {
      await stand.stop()
      await sink.close()
    }
  },
}

/** Once through it, by Wend. */
export async function oursOnce(stand: Stand, sinkUrl: string, who: string[]): Promise<Round> {
  const row = [nodes.api, nodes.wait(`PT${waitSeconds}S`), nodes.branch, nodes.hook(sinkUrl)]
  const journey = await publish(stand, inARow('Engine', row))
  return round(stand, 'public', stand.workers[0]?.process.pid, who.length, {
    async start() {
      await enter(stand, journey, who)
      await rung(stand)
      const { rows } = await stand.pool.query<{ due: Date }>(
        'SELECT max(due_at) AS due FROM enrollment WHERE journey = $1',
        [journey],
      )
      return rows[0]?.due.getTime() ?? 0
    },
    async ended() {
      const { rows } = await stand.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM enrollment WHERE journey = $1 AND state = 'ended'`,
        [journey],
      )
      return rows[0]?.n ?? 0
    },
  })
}

const theirsOnce = (stand: Stand, byHand: ByHand, who: string[]): Promise<Round> =>
  round(stand, 'by_hand', byHand.worker.process.pid, who.length, {
    async start() {
      const dueMs = Date.now() + waitSeconds * 1_000
      await byHand.enter(who, dueMs)
      return dueMs
    },
    ended: byHand.ended,
  })

/** `start` answers when the waits are over. */
async function round(
  stand: Stand,
  schema: string,
  worker: number | undefined,
  customers: number,
  { start, ended }: { start(): Promise<number>; ended(): Promise<number> },
): Promise<Round> {
  const spent = () => Promise.all([cpuSeconds([worker]), cpuSeconds([stand.temporal.process.pid])])
  const [workerBefore, temporalBefore] = await spent()
  const before = await written(stand, schema)
  const beganMs = Date.now()
  const dueMs = await start()
  const startedMs = Date.now()
  await until(ended, (n) => n === customers)
  await until(
    () => stand.client.workflow.count(`ExecutionStatus = 'Running'`),
    ({ count }) => count === 0,
  )
  const [workerAfter, temporalAfter] = await spent()
  const after = await written(stand, schema)
  const temporalMs = ((temporalAfter - temporalBefore) * 1_000) / customers
  let lastMs = 0
  for await (const { closeTime } of stand.client.workflow.list({
    query: `CloseTime >= '${new Date(dueMs - 100).toISOString()}'`,
  }))
    lastMs = Math.max(lastMs, closeTime?.getTime() ?? 0)
  const idleMs = Math.max(0, dueMs - startedMs)
  return {
    cpuMs: temporalMs + ((workerAfter - workerBefore) * 1_000) / customers,
    temporalMs,
    storedBytes: (after.stored - before.stored) / customers,
    loggedBytes: (after.logged - before.logged) / customers,
    perSecond: (customers * 1_000) / (lastMs - beganMs - idleMs),
  }
}

/** Bytes of what stays of enrollments, and of everything ever logged. */
async function written({ pool }: Stand, schema: string): Promise<{ stored: number; logged: number }> {
  const { rows } = await pool.query<{ stored: number; logged: number }>(
    `SELECT sum(pg_total_relation_size(format('%I.%I', $1::text, name)::regclass))::float AS stored,
       (pg_current_wal_lsn() - '0/0')::float AS logged
     FROM unnest(ARRAY['enrollment', 'visit', 'touch']) AS r(name)`,
    [schema],
  )
  return rows[0] ?? { stored: 0, logged: 0 }
}
