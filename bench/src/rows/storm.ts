import { startSink } from '@wend/engine/testing/sink'
import { enter, makeCustomers, publish, rung } from '../stand/calls.ts'
import { percentile } from '../stand/figures.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import { reactions } from '../stand/reactions.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import { until } from '../stand/until.ts'
import { waitingForUs } from './reaction.ts'
import type { Row } from './row.ts'

const perSecond = 10

export const storm: Row = {
  name: 'storm',
  what: 'Customers are woken by events while timers of others fall due in the same second: from the HTTP answer to the sink.',
  async run({ quick, full, say }) {
    const timers = quick ? 500 : full ? 20_000 : 4_000
    const seconds = quick ? 10 : 60
    const sink = await startSink()
    const stand = await startStand({ env: { WEND_ALLOW_HOSTS: sink.host } })
    try {
      const reacting = await publish(
        stand,
        inARow('Reacting', [nodes.api, nodes.waitFor('bought'), nodes.branch, nodes.hook(sink.url)]),
      )
      const waiting = await waitingForUs(
        stand,
        reacting,
        Array.from({ length: perSecond * seconds * 2 }, (_, nth) => `react-${nth}`),
      )
      const calm = await reactions(sink, waiting.slice(0, perSecond * seconds), perSecond)

      // So long that all have entered before.
      const dueMs = Math.ceil((Date.now() + 10_000 + timers * 12) / 1_000) * 1_000
      const at = new Date(dueMs).toISOString()
      const falling = await publish(
        stand,
        inARow('Falling', [nodes.api, nodes.waitUntil(at), nodes.branch, nodes.inbox]),
      )
      const who = Array.from({ length: timers }, (_, nth) => `fall-${nth}`)
      await makeCustomers(stand, who)
      await enter(stand, falling, who)
      await rung(stand)
      say(`${timers} timers stand, ${Math.round((dueMs - Date.now()) / 1_000)} s before they fall due`)
      if (Date.now() > dueMs) throw new Error('timers fell due before all stood')
      await until(Date.now, (nowMs) => nowMs >= dueMs, { everyMs: 5, patienceMs: 600_000 })

      const stormy = await reactions(sink, waiting.slice(perSecond * seconds), perSecond)
      say('reactions are in')
      const inTime = await behind(stand, falling, dueMs)
      const still = timers - inTime.length
      if (full || quick)
        await until(
          () => behind(stand, falling, dueMs),
          (late) => late.length === timers,
          { everyMs: 1_000, patienceMs: 1_200_000 },
        )
      const late = await behind(stand, falling, dueMs)
      return {
        sizes: { 'timers in one second': timers, 'events a second': perSecond, seconds },
        lines: [
          {
            what: 'answer to sink in the storm, p99',
            unit: 'ms',
            ours: [percentile(stormy, 0.99)],
            yardstick: [percentile(calm, 0.99)],
            bound: { atMost: 2_000 },
          },
          {
            what: 'answer to sink in the storm, p50',
            unit: 'ms',
            ours: [percentile(stormy, 0.5)],
            yardstick: [percentile(calm, 0.5)],
          },
          { what: 'timers served a second', unit: '/s', ours: [(late.length * 1_000) / Math.max(...late)] },
          { what: 'timers served, later than due: p50', unit: 's', ours: [percentile(late, 0.5) / 1_000] },
          { what: 'timers served, later than due: the last', unit: 's', ours: [Math.max(...late) / 1_000] },
          { what: 'timers still to be served as the reactions were in', unit: '', ours: [still] },
        ],
        notes: ['Yardstick: the same events in the calm before. Reactions and timers share one worker.'],
      }
    } finally {
      await stand.stop()
      await sink.close()
    }
  },
}

/** How late each customer who has ended did, in milliseconds. */
async function behind({ pool }: Stand, journey: string, dueMs: number): Promise<number[]> {
  const { rows } = await pool.query<{ late: number }>(
    `SELECT (extract(epoch FROM ended_at) * 1000 - $2)::float AS late FROM enrollment WHERE journey = $1 AND ended_at IS NOT NULL`,
    [journey, dueMs],
  )
  return rows.map(({ late }) => late)
}
