import { randomUUID } from 'node:crypto'
import { startSink } from '@wend/engine/testing/sink'
import { Agent, request } from 'undici'
import type { Running } from '../../../api/src/start/processes.ts'
import { call, enter, publish } from '../stand/calls.ts'
import { cpuSeconds } from '../stand/cpu.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import { startRoundRobin } from '../stand/round-robin.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import { throttle } from '../stand/throttle.ts'
import { until } from '../stand/until.ts'
import type { Line, Row } from './row.ts'

type Sink = Awaited<ReturnType<typeof startSink>>

/** The share of one core that a process is given, so that it, and not the machine, is what there is too little of. */
const apiShare = 0.1
const workerShare = 0.1
const clients = 8
const batch = 100
const heldPerSecond = 20

export const scale: Row = {
  name: 'scale',
  what: 'Two apis behind a plain proxy and three workers, against one of each; each process with a tenth of a core, then as much as it takes.',
  async run({ quick, full, say }) {
    const seconds = quick ? 3 : full ? 20 : 5
    const each = quick ? 40 : full ? 200 : 60
    const held = quick ? 40 : 100
    const sink = await startSink()
    const stand = await startStand({ apis: 2, workers: 1, env: { WEND_ALLOW_HOSTS: sink.host } })
    try {
      const journey = await publish(stand, inARow('Scale', [nodes.api, nodes.hook(sink.url)]))
      const at = { stand, sink, journey, seconds }
      // One, many, many, one: what gets slower or faster on the way is in both.
      const one = [await measure(at, 1, each, say)]
      for (let nth = 0; nth < 2; nth++) await stand.startWorker()
      const many = [await measure(at, 3, each * 3, say), await measure(at, 3, each * 3, say)]
      const released = await releaseRate(at, held)
      const wrong = await whatIsWrong(at, say)
      await Promise.all(stand.workers.splice(1).map((worker) => worker.stop(10_000)))
      one.push(await measure(at, 1, each, say))

      const compared = (what: string, unit: string, of: (one: Measured) => number, bound?: Line['bound']): Line => {
        const [ours, yardstick] = [many.map(of), one.map(of)]
        return {
          what,
          unit,
          ours,
          yardstick,
          ratio: ours.map((value, nth) => value / (yardstick[nth] ?? 0)),
          ...(bound && { bound }),
        }
      }
      return {
        sizes: {
          apis: 2,
          workers: 3,
          'seconds of events': seconds,
          'enrollments a worker': each,
          'held customers': held,
        },
        lines: [
          compared('durable events a second, a tenth of a core for each api', '/s', ({ events }) => events.perSecond, {
            atLeast: 1.7,
          }),
          compared(
            'enrollments a second, a tenth of a core for each worker',
            '/s',
            ({ enrollments }) => enrollments.perSecond,
            { atLeast: 2.2 },
          ),
          compared('CPU of the apis, per 1,000 events', 'ms', ({ events }) => events.ownMs * 1000, { atMost: 1.25 }),
          compared('CPU of the workers, per enrollment', 'ms', ({ enrollments }) => enrollments.ownMs, {
            atMost: 1.25,
          }),
          compared('CPU of Postgres, per 1,000 events', 'ms', ({ events }) => events.postgresMs * 1000),
          compared('CPU of Postgres, per enrollment', 'ms', ({ enrollments }) => enrollments.postgresMs),
          compared('log of Postgres, an event', 'B', ({ events }) => events.logBytes),
          compared('log of Postgres, an enrollment', 'B', ({ enrollments }) => enrollments.logBytes),
          compared('CPU of Temporal, per enrollment', 'ms', ({ enrollments }) => enrollments.temporalMs),
          compared(
            'durable events a second, on all the cores there are',
            '/s',
            ({ freeEvents }) => freeEvents.perSecond,
          ),
          compared(
            'enrollments a second, on all the cores there are',
            '/s',
            ({ freeEnrollments }) => freeEnrollments.perSecond,
          ),
          {
            what: `held customers let go a second after a resume, of ${heldPerSecond} allowed`,
            unit: '/s',
            ours: [released],
            yardstick: [heldPerSecond],
            ratio: [released / heldPerSecond],
            bound: { atMost: 1.1 },
          },
          {
            what: 'touches asked for again by the same key, as an answer took over 2 s',
            unit: '',
            ours: [sink.received.length - new Set(sink.received.map(({ key }) => key)).size],
          },
          {
            what: 'events lost or double, enrollments not ended or double, counts that differ',
            unit: '',
            ours: [wrong],
            bound: { atMost: 0 },
          },
        ],
        notes: [
          'Postgres, Temporal and what sends share the cores with them. A process that is ahead of its tenth is stopped for a moment, so that the first lines',
          'tell whether anything within api or worker is shared; the lines of all the cores tell only that this machine has no more of them.',
        ],
      }
    } finally {
      await stand.stop()
      await sink.close()
    }
  },
}

interface At {
  stand: Stand
  sink: Sink
  journey: string
  seconds: number
}

/** Work done a second, and the CPU that each unit of it took, in milliseconds. */
interface Load {
  perSecond: number
  ownMs: number
  postgresMs: number
  /** Bytes of Postgres's log. */
  logBytes: number
  temporalMs: number
}

interface Measured {
  events: Load
  enrollments: Load
  freeEvents: Load
  freeEnrollments: Load
}

async function measure(
  at: At,
  workers: 1 | 3,
  enrollments: number,
  say: (progress: string) => void,
): Promise<Measured> {
  const apis = at.stand.apis.slice(0, workers === 1 ? 1 : 2)
  // Freely first: what is compiled and planned on the way is not what a unit of work costs.
  const freeEvents = await sendEvents(at, apis)
  const events = await limited(apis, apiShare, () => sendEvents(at, apis))
  const freeEnrollments = await runEnrollments(at, enrollments)
  const limitedEnrollments = await limited(at.stand.workers, workerShare, () => runEnrollments(at, enrollments))
  const measured: Measured = { events, enrollments: limitedEnrollments, freeEvents, freeEnrollments }
  const rate = ({ perSecond }: Load) => `${perSecond.toFixed(0)}/s`
  say(
    `${apis.length} api, ${workers} worker: events ${rate(measured.events)}, freely ${rate(measured.freeEvents)}; enrollments ${rate(measured.enrollments)}, freely ${rate(measured.freeEnrollments)}`,
  )
  return measured
}

async function limited<T>(processes: readonly Running[], share: number, work: () => Promise<T>): Promise<T> {
  const free = throttle(
    processes.map(({ process }) => process.pid),
    share,
  )
  return work().finally(free)
}

let acknowledged = 0
let begun = 0

/** Sends batches of events that nobody listens to, by clients that wait for each answer, through the proxy. */
async function sendEvents({ stand, seconds }: At, apis: readonly Running[]): Promise<Load> {
  const ports = stand.urls.slice(0, apis.length).map((url) => Number(new URL(url).port))
  const proxy = await startRoundRobin(ports)
  const agents = Array.from({ length: clients }, () => new Agent({ connections: 1, headersTimeout: 60_000 }))
  const headers = {
    authorization: `Basic ${Buffer.from(`${stand.writeKey}:`).toString('base64')}`,
    'content-type': 'application/json',
  }
  const took = await taking(stand, apis, async () => {
    const untilMs = performance.now() + seconds * 1000
    let sent = 0
    await Promise.all(
      agents.map(async (dispatcher) => {
        while (performance.now() < untilMs) {
          const events = Array.from({ length: batch }, () => ({
            type: 'track',
            messageId: randomUUID(),
            userId: `customer-${begun++ % 2_000}`,
            event: 'Looked',
            properties: { page: '/a', of: 'scale' },
          }))
          const answer = await request(`${proxy.url}/v1/batch`, {
            method: 'POST',
            headers,
            dispatcher,
            body: JSON.stringify({ batch: events }),
          })
          await answer.body.dump()
          if (answer.statusCode !== 200) throw new Error(`a batch was answered ${answer.statusCode}`)
          sent += batch
        }
      }),
    )
    acknowledged += sent
    return sent
  })
  await Promise.all(agents.map((one) => one.destroy()))
  await proxy.close()
  return took
}

/** Lets so many customers in, and waits until each has been delivered her touch and has ended. */
async function runEnrollments({ stand, sink, journey }: At, n: number): Promise<Load> {
  const before = sink.received.length
  const who = Array.from({ length: n }, () => randomUUID())
  return taking(stand, stand.workers, async () => {
    await enter(stand, journey, who)
    await until(
      () => sink.received.length - before,
      (received) => received >= n,
      { everyMs: 20 },
    )
    return n
  })
}

/** How long work takes, and whose CPU. */
async function taking(stand: Stand, own: readonly Running[], work: () => Promise<number>): Promise<Load> {
  const groups = [own.map(({ process }) => process.pid), [stand.postgres.process?.pid], [stand.temporal.process.pid]]
  const [logBefore, before] = [await logBytes(stand), await Promise.all(groups.map(cpuSeconds))]
  const beganMs = performance.now()
  const n = await work()
  const seconds = (performance.now() - beganMs) / 1000
  const after = await Promise.all(groups.map(cpuSeconds))
  const ms = (nth: number): number => (((after[nth] ?? 0) - (before[nth] ?? 0)) * 1000) / n
  return {
    perSecond: n / seconds,
    ownMs: ms(0),
    postgresMs: ms(1),
    temporalMs: ms(2),
    logBytes: ((await logBytes(stand)) - logBefore) / n,
  }
}

async function logBytes({ pool }: Stand): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(`SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint AS bytes`)
  return rows[0]?.bytes ?? 0
}

/** Customers a second that go on after a resume, with all workers looking. */
async function releaseRate({ stand, sink }: At, n: number): Promise<number> {
  const journey = await publish(stand, inARow('Held', [nodes.api, nodes.wait('PT5S'), nodes.hook(`${sink.url}/held`)]))
  await stand.pool.query('UPDATE journey SET release_per_second = $2 WHERE id = $1', [journey, heldPerSecond])
  await enter(
    stand,
    journey,
    Array.from({ length: n }, () => randomUUID()),
  )
  await call(stand, 'POST', `/v1/journeys/${journey}/pause`, { mode: 'hold' })
  await until(
    () => stand.pool.query(`SELECT FROM enrollment WHERE journey = $1 AND state = 'held'`, [journey]),
    ({ rowCount }) => rowCount === n,
  )
  await call(stand, 'POST', `/v1/journeys/${journey}/resume`)
  const arrived = () => sink.received.filter(({ path }) => path === '/held').map(({ atMs }) => atMs)
  const times = await until(arrived, (all) => all.length >= n, { everyMs: 50 })
  // The first second's are let go at once.
  return (n - heldPerSecond) / ((Math.max(...times) - Math.min(...times)) / 1000)
}

/** Differences between what was asked for and what is there, after workers have rolled up all counts. */
async function whatIsWrong({ stand, sink }: At, say: (progress: string) => void): Promise<number> {
  await until(
    () => stand.pool.query('SELECT FROM count_delta LIMIT 1'),
    ({ rowCount }) => rowCount === 0,
  )
  const { rows } = await stand.pool.query<
    Record<'events' | 'entered' | 'ended' | 'delivered' | 'counted' | 'countedEnded', number>
  >(
    `SELECT (SELECT count(*) FROM event WHERE name = 'Looked')::int AS events,
       (SELECT count(*) FROM enrollment)::int AS entered,
       (SELECT count(*) FROM enrollment WHERE reason = 'completed')::int AS ended,
       (SELECT count(*) FROM touch WHERE state = 'delivered')::int AS delivered,
       (SELECT sum(n) FROM count_total WHERE name = 'entered')::int AS counted,
       (SELECT sum(n) FROM count_total WHERE name = 'ended:completed')::int AS "countedEnded"`,
  )
  const [seen] = rows
  if (!seen) throw new Error('nothing was counted')
  const keys = new Set(sink.received.map(({ key }) => key))
  const differences = [
    seen.events - acknowledged,
    ...[seen.ended, seen.delivered, seen.counted, seen.countedEnded, keys.size].map((n) => n - seen.entered),
  ]
  const wrong = differences.reduce((sum, difference) => sum + Math.abs(difference), 0)
  if (wrong > 0) say(JSON.stringify({ ...seen, acknowledged, touched: keys.size }))
  return wrong
}
