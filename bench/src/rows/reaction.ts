import { startSink } from '@wend/engine/testing/sink'
import { startByHand } from '../by-hand/start.ts'
import { enter, makeCustomers, publish, rung, track } from '../stand/calls.ts'
import { percentile } from '../stand/figures.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import { reactions, type Waiting } from '../stand/reactions.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import { until } from '../stand/until.ts'
import { oursOnce } from './engine.ts'
import type { Row } from './row.ts'

export const reaction: Row = {
  name: 'reaction',
  what: 'Waiting customers are woken by events at half the measured rate: from the HTTP answer to the sink, against signal → activity by hand.',
  async run({ quick, full, say }) {
    const slices = quick ? 2 : 4
    const sliceSeconds = quick ? 5 : full ? 60 : 15
    const sink = await startSink()
    const stand = await startStand({ env: { WEND_ALLOW_HOSTS: sink.host } })
    try {
      const perSecond = Math.round((await rate(stand, sink.url)) / 2)
      const byHand = await startByHand(stand, sink.url)
      const each = perSecond * sliceSeconds
      say(`${perSecond} a second`)

      const journey = await publish(
        stand,
        inARow('Reaction', [nodes.api, nodes.waitFor('bought'), nodes.branch, nodes.hook(sink.url)]),
      )
      const ours: number[][] = []
      const theirs: number[][] = []
      for (let nth = 0; nth < slices; nth++) {
        ours.push(await reactions(sink, await waitingForUs(stand, journey, names(`ours-${nth}`, each)), perSecond))
        const who = names(`theirs-${nth}`, each)
        await makeCustomers(stand, who)
        const enrollments = await byHand.enter(who)
        await until(
          () => byHand.timersSet(enrollments),
          (all) => all,
          { everyMs: 500 },
        )
        const waiting = who.map((customer, of) => ({ customer, tell: () => byHand.buy(enrollments[of] ?? '') }))
        theirs.push(await reactions(sink, waiting, perSecond))
        say(
          `p50 ${ours.at(-1) && percentile(ours.at(-1) ?? [], 0.5).toFixed(0)} ms, by hand ${percentile(theirs.at(-1) ?? [], 0.5).toFixed(0)} ms`,
        )
      }
      const at = (share: number, slices: number[][]) => slices.map((slice) => percentile(slice, share))
      const [p50, p50ByHand] = [at(0.5, ours), at(0.5, theirs)]
      return {
        sizes: { slices, 'seconds each': sliceSeconds, 'a second': perSecond },
        lines: [
          {
            what: 'answer to sink, p50',
            unit: 'ms',
            ours: p50,
            yardstick: p50ByHand,
            ratio: p50.map((ms, nth) => ms / (p50ByHand[nth] ?? 0)),
            bound: { atMost: 1.3 },
          },
          {
            what: 'answer to sink, p99 of all',
            unit: 'ms',
            ours: [percentile(ours.flat(), 0.99)],
            yardstick: [percentile(theirs.flat(), 0.99)],
            bound: { atMost: 500 },
          },
        ],
        notes: [
          'Wend’s time begins when the event is durable and the api has answered; by hand when Temporal has taken the signal, and no event is stored.',
        ],
      }
    } finally {
      await stand.stop()
      await sink.close()
    }
  },
}

const names = (of: string, n: number): string[] => Array.from({ length: n }, (_, nth) => `${of}-${nth}`)

/** Enrollments a second, by one warm round of `engine`. */
async function rate(stand: Stand, sinkUrl: string): Promise<number> {
  let perSecond = 0
  for (const [nth, customers] of [50, 200].entries()) {
    const who = names(`rate-${nth}`, customers)
    await makeCustomers(stand, who)
    perSecond = (await oursOnce(stand, sinkUrl, who)).perSecond
  }
  return perSecond
}

/** Lets customers into a journey that waits for `bought`. */
export async function waitingForUs(stand: Stand, journey: string, who: string[]): Promise<Waiting[]> {
  await makeCustomers(stand, who)
  await enter(stand, journey, who)
  await rung(stand)
  return who.map((customer) => ({ customer, tell: () => track(stand, customer, 'bought') }))
}
