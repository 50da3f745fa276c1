import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, request } from '../load/connection.ts'
import { openShop, type Shop } from '../load/shop.ts'
import { memoryBytes } from '../stand/cpu.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import type { Row } from './row.ts'

const size = 100
const clients = 8
/** More than the api lets in at once, so that it is the api that says no. */
const connections = 500
const tickMs = 10
/** Nobody listens there: pokes wait in their table. */
const nowhere = '127.0.0.1:1'

export const overload: Row = {
  name: 'overload',
  what: 'Twice the events that the api can take, at a fixed rate whatever it answers; what it acknowledged is looked for in Postgres afterwards.',
  async run({ quick, full, say }) {
    const atCapacityMs = quick ? 3_000 : 8_000
    const beyondMs = quick ? 10_000 : full ? 120_000 : 45_000
    const stand = await startStand({ workers: 0, env: { TEMPORAL_ADDRESS: nowhere } })
    try {
      const shop = await openShop(stand, { customers: 5_000, events: quick ? 20_000 : 100_000 })
      await stand.pool.query('VACUUM ANALYZE')
      const acknowledged: string[] = []
      await atCapacity(stand, shop, acknowledged, atCapacityMs / 2)
      const capacity = await atCapacity(stand, shop, acknowledged, atCapacityMs)
      const warm = await memory(stand)
      say(`it takes ${capacity.toFixed(0)} events a second`)

      const beyond = await atRate(stand, shop, acknowledged, { perSecond: 2 * capacity, forMs: beyondMs })
      say(
        `offered ${beyond.offered.toFixed(0)} a second: took ${beyond.taken.toFixed(0)}, sent away ${beyond.shed} requests`,
      )
      const after = await atCapacity(stand, shop, acknowledged, atCapacityMs)
      const end = await memory(stand)

      const { rows } = await stand.pool.query<{ lost: number; twice: number }>(
        `WITH stored AS (SELECT message_id, count(*) AS n FROM event GROUP BY 1)
         SELECT count(*) FILTER (WHERE s.n IS NULL) AS lost, count(*) FILTER (WHERE s.n > 1) AS twice
         FROM unnest($1::text[]) AS a(id) LEFT JOIN stored s ON s.message_id = a.id`,
        [acknowledged],
      )
      return {
        sizes: { seconds: beyondMs / 1000, acknowledged: acknowledged.length, 'requests sent away': beyond.shed },
        lines: [
          { what: 'acknowledged and lost', unit: '', ours: [rows[0]?.lost ?? Number.NaN], bound: { atMost: 0 } },
          {
            what: 'acknowledged and stored twice',
            unit: '',
            ours: [rows[0]?.twice ?? Number.NaN],
            bound: { atMost: 0 },
          },
          {
            what: 'answered neither 200 nor 429 with Retry-After',
            unit: '',
            ours: [beyond.others],
            bound: { atMost: 0 },
          },
          { what: 'offered to what it takes', unit: '×', ours: [beyond.offered / capacity] },
          { what: 'requests sent away', unit: '', ours: [beyond.shed], bound: { atLeast: 1 } },
          {
            what: 'events taken a second, beyond capacity (ratio: to capacity)',
            unit: '/s',
            ours: [beyond.taken],
            yardstick: [capacity],
            ratio: [beyond.taken / capacity],
            bound: { atLeast: 0.6 },
          },
          {
            what: 'events taken a second, right afterwards (ratio: to capacity)',
            unit: '/s',
            ours: [after],
            yardstick: [capacity],
            ratio: [after / capacity],
            bound: { atLeast: 0.8 },
          },
          {
            what: 'memory of the api, at its most (ratio: to capacity)',
            unit: 'MB',
            ours: [beyond.mostMemory / 1e6],
            yardstick: [warm / 1e6],
            ratio: [beyond.mostMemory / warm],
            bound: { atMost: 2.5 },
          },
          {
            what: 'memory of the api, at the end (ratio: to capacity)',
            unit: 'MB',
            ours: [end / 1e6],
            yardstick: [warm / 1e6],
            ratio: [end / warm],
            bound: { atMost: 2 },
          },
        ],
        notes: [
          'The client shares the two cores, and making twice the load costs it twice: what is taken beyond capacity is less for it.',
        ],
      }
    } finally {
      await stand.stop()
    }
  },
}

const memory = ({ apis }: Stand): Promise<number> => memoryBytes(apis[0]?.process.pid)

/** Makes and sends one batch. Answers whether it was taken; keeps the ids if it was. */
async function send(stand: Stand, shop: Shop, connection: Connection, acknowledged: string[]) {
  const batch = shop.events(size)
  const reply = await connection.send(request(stand.urls[0] ?? '', '/v1/batch', stand.writeKey, { batch }))
  if (reply.status === 200) for (const { messageId } of batch) acknowledged.push(messageId)
  return reply
}

/** Events a second that some clients get taken, one batch after the other. */
async function atCapacity(stand: Stand, shop: Shop, acknowledged: string[], forMs: number): Promise<number> {
  const before = acknowledged.length
  const beganMs = Date.now()
  const client = async (): Promise<void> => {
    const connection = await Connection.open(stand.urls[0] ?? '')
    while (Date.now() - beganMs < forMs) {
      const { status } = await send(stand, shop, connection, acknowledged)
      if (status !== 200) throw new Error(`a batch within capacity was answered ${status}`)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: clients }, client))
  return ((acknowledged.length - before) * 1000) / (Date.now() - beganMs)
}

interface Beyond {
  /** Events a second that were sent, and that were taken. */
  offered: number
  taken: number
  /** Requests. */
  shed: number
  others: number
  /** Bytes. */
  mostMemory: number
}

/** Sends at a rate, whatever is answered. Nothing that was sent away is sent again. */
async function atRate(
  stand: Stand,
  shop: Shop,
  acknowledged: string[],
  { perSecond, forMs }: { perSecond: number; forMs: number },
): Promise<Beyond> {
  const free = await Promise.all(Array.from({ length: connections }, () => Connection.open(stand.urls[0] ?? '')))
  const all = [...free]
  const before = acknowledged.length
  const under = new Set<Promise<void>>()
  let [sent, shed, others, mostMemory] = [0, 0, 0, 0]
  const one = async (connection: Connection): Promise<void> => {
    const { status, retryAfter } = await send(stand, shop, connection, acknowledged)
    if (status === 429 && retryAfter !== undefined) shed += 1
    else if (status !== 200) others += 1
    free.push(connection)
  }
  const beganMs = Date.now()
  for (let nowMs = beganMs; nowMs - beganMs < forMs; nowMs = Date.now()) {
    const due = ((nowMs - beganMs) / 1000) * perSecond
    for (
      let connection = sent < due ? free.pop() : undefined;
      connection;
      connection = sent < due ? free.pop() : undefined
    ) {
      sent += size
      const work = one(connection).finally(() => under.delete(work))
      under.add(work)
    }
    mostMemory = Math.max(mostMemory, await memory(stand))
    await sleep(tickMs)
  }
  const seconds = (Date.now() - beganMs) / 1000
  const taken = (acknowledged.length - before) / seconds
  await Promise.all(under)
  for (const connection of all) connection.close()
  return { offered: sent / seconds, taken, shed, others, mostMemory }
}
