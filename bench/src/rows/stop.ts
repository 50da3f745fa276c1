import { setTimeout as sleep } from 'node:timers/promises'
import { startSink } from '@wend/engine/testing/sink'
import { z } from 'zod'
import { call, enter, makeCustomers, publish, rung, send, track } from '../stand/calls.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import { until } from '../stand/until.ts'
import type { Row } from './row.ts'

/** Touches that go on while the stop comes: told of their event from before the stop until after it. */
const streamPerSecond = 20
const streamSeconds = { before: 5, after: 5 }

const counts = z.object({ active: z.number(), ended: z.record(z.string(), z.number()) })

export const stop: Row = {
  name: 'stop',
  what: 'Half of the waiting customers’ journey is stopped while touches go out; the other half all meet their goal.',
  async run({ quick, full, say }) {
    const customers = quick ? 600 : full ? 100_000 : 5_000
    const half = customers / 2
    const sink = await startSink()
    const stand = await startStand({ env: { WEND_ALLOW_HOSTS: sink.host } })
    try {
      const path = (name: string) => `${sink.url}/${name}`
      const [stopped, reached] = await Promise.all([
        publish(
          stand,
          inARow('Stopped', [nodes.api, nodes.waitFor('called'), nodes.branch, nodes.hook(path('stopped'))]),
        ),
        publish(
          stand,
          inARow('Goal', [nodes.api, nodes.wait('P1D'), nodes.branch, nodes.hook(path('goal'))], {
            goal: { event: 'bought' },
          }),
        ),
      ])
      const who = Array.from({ length: half }, (_, nth) => `stop-${nth}`)
      const others = Array.from({ length: half }, (_, nth) => `goal-${nth}`)
      const beganMs = Date.now()
      for (const [journey, mine] of [
        [stopped, who],
        [reached, others],
      ] as const) {
        await makeCustomers(stand, mine)
        await enter(stand, journey, mine)
      }
      await rung(stand)
      say(`${customers} wait after ${Math.round((Date.now() - beganMs) / 1000)} s`)

      const stream = streamPerSecond * (streamSeconds.before + streamSeconds.after)
      const touches = (async () => {
        for (const customer of who.slice(0, stream)) {
          const sent = track(stand, customer, 'called')
          await sleep(1_000 / streamPerSecond)
          await sent
        }
      })()
      await sleep(streamSeconds.before * 1_000)
      const askedMs = Date.now()
      await call(stand, 'POST', `/v1/journeys/${stopped}/stop`)
      const answeredMs = Date.now()
      const before = sink.received.length
      const countsAgreeMs = await agree(stand, stopped, 'stopped', answeredMs)
      await touches
      await sleep(2_000)
      const late = sink.received.filter(({ atMs }) => atMs > answeredMs + 1_000).length
      await workflowsAre(stand, half)
      const stopSeconds = (Date.now() - answeredMs) / 1_000
      say(`stopped: ${late} touches late, workflows ended after ${Math.round(stopSeconds)} s`)

      const goalMs = Date.now()
      await send(
        stand,
        others.map((userId) => ({ type: 'track', userId, event: 'bought' })),
      )
      const takenMs = Date.now()
      const goalCountsMs = await agree(stand, reached, 'goal', takenMs)
      await workflowsAre(stand, 0)
      const goalSeconds = (Date.now() - takenMs) / 1_000
      const { ended } = counts.parse(await call(stand, 'GET', `/v1/journeys/${reached}/counts`))

      return {
        sizes: { 'waiting customers': customers, 'touches under way at the stop': before },
        lines: [
          { what: 'touches later than 1 s after the answer', unit: '', ours: [late], bound: { atMost: 0 } },
          {
            what: 'touches to who met the goal',
            unit: '',
            ours: [sink.received.filter(({ path }) => path === '/goal').length],
            bound: { atMost: 0 },
          },
          {
            what: 'who met the goal and ended otherwise',
            unit: '',
            ours: [half - (ended.goal ?? 0)],
            bound: { atMost: 0 },
          },
          { what: 'stop: the answer', unit: 'ms', ours: [answeredMs - askedMs] },
          { what: 'stop: from the answer until the counts say so', unit: 'ms', ours: [countsAgreeMs] },
          { what: 'stop: until every workflow has ended', unit: 's', ours: [stopSeconds] },
          { what: 'goal: taking all the events', unit: 's', ours: [(takenMs - goalMs) / 1_000] },
          { what: 'goal: from then until the counts say so', unit: 'ms', ours: [goalCountsMs] },
          { what: 'goal: until every workflow has ended', unit: 's', ours: [goalSeconds] },
        ],
        notes: ['Behind a stop workflows are ended at a bounded rate, 200 a second and worker at most.'],
      }
    } finally {
      await stand.stop()
      await sink.close()
    }
  },
}

/** Milliseconds until nobody counts as active and somebody as ended so. */
async function agree(stand: Stand, journey: string, reason: string, sinceMs: number): Promise<number> {
  await until(
    async () => counts.parse(await call(stand, 'GET', `/v1/journeys/${journey}/counts`)),
    ({ active, ended }) => active === 0 && (ended[reason] ?? 0) > 0,
    { everyMs: 20 },
  )
  return Date.now() - sinceMs
}

/** Resolves when so many workflows run, no more. */
const workflowsAre = ({ client }: Stand, n: number): Promise<unknown> =>
  until(
    () => client.workflow.count(`ExecutionStatus = 'Running'`),
    ({ count }) => count <= n,
    { everyMs: 250, patienceMs: 3_000_000 },
  )
