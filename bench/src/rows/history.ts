import type { Journey } from '@wend/engine/journey/journey'
import { startSink } from '@wend/engine/testing/sink'
import { call, makeCustomers, publish, rung, send } from '../stand/calls.ts'
import { type HistoryCost, historyCost } from '../stand/history-cost.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import { until } from '../stand/until.ts'
import type { Line, Row } from './row.ts'

/** Near the limit of a quick step: from then on the destination is asked on the delivery queue. */
const slowMs = 1_700

interface Reference {
  what: string
  event: string
  /** Sent to who waits, if anything. */
  comes?: string
  journey: Journey
  /** `architecture.md`'s table. */
  events: number
  kilobytes: number
}

/** The journeys of `architecture.md`'s table. */
export const history: Row = {
  name: 'history',
  what: 'What Temporal keeps and bills for one enrollment of the reference journeys, read back from the server.',
  async run({ quick, full, say }) {
    const customers = quick ? 3 : full ? 200 : 25
    const sink = await startSink((_request, response) => void setTimeout(() => response.end('{}'), slowMs))
    const stand = await startStand({ env: { WEND_ALLOW_HOSTS: sink.host } })
    try {
      const lines: Line[] = []
      for (const reference of references(sink.url)) {
        say(reference.what)
        lines.push(...linesOf(reference, await measure(stand, reference, customers)))
      }
      return {
        sizes: { journeys: lines.length / 3, 'customers each': customers },
        lines,
        notes: [
          'Billable actions by Temporal Cloud’s public terms: a start, a signal, a timer, an ordinary activity and the local activities of one workflow task are one each; a start delay is none.',
        ],
      }
    } finally {
      await stand.stop()
      await sink.close()
    }
  },
}

function references(slow: string): Reference[] {
  const { on, wait, waitFor, branch, mail, hook } = nodes
  const row = (name: string, ...more: Parameters<typeof inARow>[1]) => inARow(name, more)
  return [
    {
      what: 'delay, e-mail',
      event: 'a',
      journey: row('Delay', on('a'), wait('PT2S'), mail),
      events: 6,
      kilobytes: 0.9,
    },
    {
      what: 'wait for event, branch, e-mail',
      event: 'b',
      comes: 'bought',
      journey: row('Event', on('b'), waitFor('bought'), branch, mail),
      events: 7,
      kilobytes: 1.0,
    },
    {
      what: 'delay, slow webhook',
      event: 'c',
      journey: row('Slow delay', on('c'), wait('PT2S'), hook(slow)),
      events: 12,
      kilobytes: 1.9,
    },
    {
      what: 'wait for event, branch, slow webhook',
      event: 'd',
      comes: 'bought',
      journey: row('Slow event', on('d'), waitFor('bought'), branch, hook(slow)),
      events: 13,
      kilobytes: 2.0,
    },
  ]
}

async function measure(stand: Stand, reference: Reference, customers: number): Promise<HistoryCost[]> {
  const { event, comes, journey } = reference
  const id = await publish(stand, journey)
  if (reference.events > 10) await learnThatItIsSlow(stand, reference)
  const who = Array.from({ length: customers }, (_, nth) => `${event}-${nth}`)
  await makeCustomers(stand, who)
  await send(
    stand,
    who.map((userId) => ({ type: 'track', userId, event })),
  )
  await rung(stand)
  if (comes)
    await send(
      stand,
      who.map((userId) => ({ type: 'track', userId, event: comes })),
    )
  const enrollments = await ended(stand, id, customers)
  const costs: HistoryCost[] = []
  for (const enrollment of enrollments) costs.push(await historyCost(stand.client, enrollment))
  return costs
}

/** The first call finds out that the destination is slow; it is not part of what is measured. */
async function learnThatItIsSlow(stand: Stand, { journey }: Reference): Promise<void> {
  const pathfinder = inARow('Pathfinder', [
    nodes.api,
    ...journey.nodes
      .filter(({ type }) => type === 'send-webhook')
      .map(({ id, type, config }) => ({ id, type, config })),
  ])
  const id = await publish(stand, pathfinder)
  await call(stand, 'POST', `/v1/journeys/${id}/enrollments`, { customers: ['pathfinder'] })
  await ended(stand, id, 1)
}

async function ended(stand: Stand, journey: string, customers: number): Promise<string[]> {
  const { rows } = await until(
    () =>
      stand.pool.query<{ id: string }>(`SELECT id FROM enrollment WHERE journey = $1 AND reason = 'completed'`, [
        journey,
      ]),
    ({ rowCount }) => rowCount === customers,
  )
  return rows.map(({ id }) => id)
}

const linesOf = ({ what, events, kilobytes }: Reference, costs: HistoryCost[]): Line[] => [
  { what: `${what}: events`, unit: '', ours: costs.map((cost) => cost.events), bound: { atMost: events } },
  {
    what: `${what}: kilobytes`,
    unit: 'kB',
    ours: costs.map(({ bytes }) => bytes / 1000),
    // The table has one figure behind the point.
    bound: { atMost: kilobytes + 0.05 },
  },
  { what: `${what}: billable actions`, unit: '', ours: costs.map(({ actions }) => actions) },
]
