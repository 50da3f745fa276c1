import { connect } from '@wend/engine/storage/database'
import { insert, rowsOf } from '../load/bare-inserts.ts'
import { Connection, request } from '../load/connection.ts'
import { openShop, type Shop } from '../load/shop.ts'
import { atMost } from '../stand/at-most.ts'
import { cpuSeconds } from '../stand/cpu.ts'
import { type Stand, startStand } from '../stand/stand.ts'
import type { Line, Row } from './row.ts'

const clients = 8
/** Nobody listens there. */
const nowhere = '127.0.0.1:1'

export const ingest: Row = {
  name: 'ingest',
  what: 'Events over HTTP, in batches of 100 and of 1, by 8 clients, 50 waiting customers matched per 1,000; against the same rows inserted into the same Postgres by multi-row unnest, by as many clients.',
  async run({ quick, full, say }) {
    const rounds = quick ? 2 : full ? 10 : 6
    const kinds = [
      { name: 'batches of 100', size: 100, events: quick ? 8_000 : full ? 16_000 : 12_000 },
      { name: 'singles', size: 1, events: quick ? 2_000 : full ? 4_000 : 4_000 },
    ]
    // The pokes wait in their table: how Temporal keeps up is for the rows `engine` and `reaction`.
    const stand = await startStand({ workers: 0, env: { TEMPORAL_ADDRESS: nowhere } })
    try {
      const perRound = kinds.reduce((sum, { events }) => sum + events, 0)
      const shop = await openShop(stand, { customers: quick ? 2_000 : 20_000, events: perRound * (rounds + 1) })
      await stand.pool.query('DELETE FROM poke')
      await stand.pool.query('VACUUM ANALYZE')
      const lines: Line[] = []
      const notes: string[] = []
      for (const { name, size, events } of kinds) {
        const ours: Took[] = []
        const bare: Took[] = []
        // What is compiled and planned on the way is not what either costs.
        await byApi(stand, shop, events / 4, size)
        await byHand(stand, shop, events / 4, size)
        for (let nth = 0; nth < rounds; nth++) {
          await stand.pool.query('CHECKPOINT')
          ours.push(await byApi(stand, shop, events, size))
          await stand.pool.query('CHECKPOINT')
          bare.push(await byHand(stand, shop, events, size))
          say(`${name}, round ${nth}: ${told(ours.at(-1))}; by hand ${told(bare.at(-1))}`)
        }
        const rate = ({ seconds }: Took) => events / seconds
        const perEvent =
          (of: 'api' | 'postgres' | 'client' | 'walBytes' | 'storedBytes', scale: number) => (took: Took) =>
            (took[of] / events) * scale
        const [rates, bareRates] = [ours.map(rate), bare.map(rate)]
        lines.push(
          {
            what: `${name}, durable events a second (ratio: Wend / bare inserts)`,
            unit: '/s',
            ours: rates,
            yardstick: bareRates,
            ratio: rates.map((one, nth) => one / (bareRates[nth] ?? 0)),
            bound: { atLeast: 0.5 },
          },
          { what: `${name}, CPU of the api an event`, unit: 'µs', ours: ours.map(perEvent('api', 1e6)) },
          {
            what: `${name}, CPU of Postgres an event`,
            unit: 'µs',
            ours: ours.map(perEvent('postgres', 1e6)),
            yardstick: bare.map(perEvent('postgres', 1e6)),
          },
          {
            what: `${name}, CPU of the client an event`,
            unit: 'µs',
            ours: ours.map(perEvent('client', 1e6)),
            yardstick: bare.map(perEvent('client', 1e6)),
          },
          {
            what: `${name}, write-ahead log an event`,
            unit: 'B',
            ours: ours.map(perEvent('walBytes', 1)),
            yardstick: bare.map(perEvent('walBytes', 1)),
          },
          {
            what: `${name}, stored an event, indexes included`,
            unit: 'B',
            ours: ours.map(perEvent('storedBytes', 1)),
            yardstick: bare.map(perEvent('storedBytes', 1)),
          },
        )
      }
      notes.push(
        'By hand, an event is its row and that of its message id, in one statement and one commit, with nobody looked up, locked or matched. The client shares the two cores in both. Temporal is taken to be elsewhere: pokes are promised in Postgres and wait there.',
      )
      return { sizes: { rounds, clients, 'events a round': perRound }, lines, notes }
    } finally {
      await stand.stop()
    }
  },
}

/** What a round cost. CPU in seconds. */
interface Took {
  seconds: number
  api: number
  postgres: number
  client: number
  walBytes: number
  storedBytes: number
}

const told = (took: Took | undefined): string =>
  took
    ? `${took.seconds.toFixed(2)} s (CPU: api ${took.api.toFixed(2)}, Postgres ${took.postgres.toFixed(2)}, client ${took.client.toFixed(2)})`
    : ''

async function byApi(stand: Stand, shop: Shop, n: number, size: number): Promise<Took> {
  const [url = ''] = stand.urls
  const requests = parted(shop.events(n), size).map((batch) =>
    size === 1
      ? request(url, '/v1/track', stand.writeKey, batch[0])
      : request(url, '/v1/batch', stand.writeKey, { batch }),
  )
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(url)))
  const took = await timed(stand, () =>
    atMost(clients, requests, async (bytes) => {
      const connection = connections.pop()
      if (!connection) throw new Error('more requests at once than connections')
      const { status } = await connection.send(bytes)
      if (status !== 200) throw new Error(`an event was answered ${status}`)
      connections.push(connection)
    }),
  )
  for (const connection of connections) connection.close()
  return took
}

async function byHand(stand: Stand, shop: Shop, n: number, size: number): Promise<Took> {
  const batches: unknown[][] = []
  const events = shop.events(n)
  for (const batch of parted(events, size)) batches.push(await rowsOf(stand, batch))
  const pool = connect(stand.databaseUrl, { max: clients })
  await Promise.all(Array.from({ length: clients }, () => pool.query('SELECT pg_sleep(0.05)')))
  const took = await timed(stand, () => atMost(clients, batches, (rows) => insert(pool, rows)))
  await pool.end()
  return took
}

async function timed({ apis, postgres, pool }: Stand, work: () => Promise<void>): Promise<Took> {
  const look = async () => {
    const { rows } = await pool.query<{ wal: number; stored: number }>(
      "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal, pg_database_size(current_database())::float8 AS stored",
    )
    const { user, system } = process.cpuUsage()
    return {
      walBytes: rows[0]?.wal ?? 0,
      storedBytes: rows[0]?.stored ?? 0,
      api: await cpuSeconds(apis.map(({ process: { pid } }) => pid)),
      postgres: await cpuSeconds([postgres.process.pid]),
      client: (user + system) / 1e6,
    }
  }
  const before = await look()
  const beganMs = performance.now()
  await work()
  const seconds = (performance.now() - beganMs) / 1000
  const after = await look()
  return {
    seconds,
    api: after.api - before.api,
    postgres: after.postgres - before.postgres,
    client: after.client - before.client,
    walBytes: after.walBytes - before.walBytes,
    storedBytes: after.storedBytes - before.storedBytes,
  }
}

const parted = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size))
