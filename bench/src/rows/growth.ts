import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Incoming } from '@wend/engine/changes/incoming'
import { takeMessages } from '@wend/engine/changes/take-messages'
import { startPostgres } from '../../../api/src/start/postgres.ts'
import { copyWaiting } from '../load/copies.ts'
import { type Door, openDoor } from '../stand/door.ts'
import { inARow, nodes } from '../stand/journeys.ts'
import type { Line, Row } from './row.ts'

/** Messages of one batch. */
const size = 50
const bound = { atMost: 1.5 }
const everyTime = { reEntry: { when: 'every-time' } } as const

/** Waits for `bought` once `start` came. */
const cart = inARow('Cart', [nodes.on('start'), nodes.waitFor('bought')], everyTime)

export const growth: Row = {
  name: 'growth',
  what: 'What an event costs with few and with many live journeys and waiting customers, and a step with few and many nodes: of each the many against the few, in turns.',
  async run({ quick, full, say }) {
    const rounds = quick ? 15 : 60
    const journeys = quick ? 200 : 1_000
    const waiting = full ? 1_000_000 : quick ? 20_000 : 100_000
    const longest = 500
    const folder = await mkdtemp(join(tmpdir(), 'wend-growth-'))
    // Postgres's account, where we are root, must be able to enter.
    await chmod(folder, 0o755)
    const postgres = await startPostgres(folder)
    const doors: Door[] = []
    const open = async (name: string): Promise<Door> => {
      const door = await openDoor(postgres.url, name)
      doors.push(door)
      return door
    }
    try {
      const [few, many] = [
        await withJourneys(await open('few_journeys'), 10),
        await withJourneys(await open('many_journeys'), journeys),
      ]
      say(`${journeys} journeys are live`)
      const lines = [
        await pair(`an event nobody listens to, ${journeys} live journeys against 10`, few, many, rounds, (door) =>
          unheard(door),
        ),
        await pair(`an event that ends a wait, ${journeys} live journeys against 10`, few, many, rounds, wakes),
      ]
      const [fewWait, manyWait] = [
        await withWaiting(await open('few_waiting'), 1_000),
        await withWaiting(await open('many_waiting'), waiting),
      ]
      say(`${waiting} customers wait`)
      const copies = (nth: number) =>
        Array.from({ length: size }, (_, n) => message(`copy-${nth * size + n + 1}`, 'bought'))
      const some = Math.min(rounds, Math.floor(1_000 / size) - 1)
      lines.push(
        await pair(
          `an event that ends a wait, ${waiting} waiting customers against 1,000`,
          fewWait,
          manyWait,
          some,
          async (_door, nth) => ({ messages: copies(nth) }),
        ),
        await pair(
          `an event nobody listens to, ${waiting} waiting customers against 1,000`,
          fewWait,
          manyWait,
          rounds,
          (door) => unheard(door),
        ),
      )
      lines.push(await steps(few, 10, longest, rounds))
      return {
        sizes: { rounds, 'events a batch': size, journeys, 'waiting customers': waiting, nodes: longest },
        lines,
        notes: [
          'The engine is called as the api calls it, on a real Postgres; each side has a database of its own. The customers who wait beyond the first are copied in Postgres, row by row as an entry leaves them.',
        ],
      }
    } finally {
      for (const door of doors) await door.close()
      await postgres.stop(5_000)
      await rm(folder, { recursive: true, force: true })
    }
  },
}

const message = (userId: string, name: string): Incoming => ({
  kind: 'track',
  messageId: randomUUID(),
  userId,
  name,
  properties: { cart: 'c-1', value: 12_900 },
  attributes: {},
  fill: {},
  atMs: Date.now(),
  hops: 0,
})

const take = ({ engine, workspace }: Door, messages: Incoming[]) =>
  takeMessages(engine, workspace, messages, { silent: false })

const users = Array.from({ length: size }, (_, nth) => `user-${nth}`)

/** The measured journey, and others that listen to something of their own. */
async function withJourneys(door: Door, n: number): Promise<Door> {
  await door.publish(cart)
  for (let nth = 1; nth < n; nth++)
    await door.publish(inARow(`Other ${nth}`, [nodes.on(`start ${nth}`), nodes.waitFor(`bought ${nth}`)], everyTime))
  return door
}

async function withWaiting(door: Door, n: number): Promise<Door> {
  await door.publish(cart)
  await take(door, [message('first', 'start')])
  await copyWaiting(door, 'first', n)
  return door
}

/** What is timed: these messages. */
type Work = (door: Door, nth: number) => Promise<{ messages: Incoming[] }>

const unheard = async (_door: Door) => ({ messages: users.map((user) => message(user, 'looked')) })

/** Everybody enters, and is woken on the clock. */
const wakes: Work = async (door) => {
  await take(
    door,
    users.map((user) => message(user, 'start')),
  )
  return { messages: users.map((user) => message(user, 'bought')) }
}

const warmUps = 5

/** Times the same work in turns. Milliseconds an event. */
async function pair(what: string, few: Door, many: Door, rounds: number, work: Work): Promise<Line> {
  const timed = async (door: Door, nth: number): Promise<number> => {
    const { messages } = await work(door, nth)
    const beganMs = performance.now()
    const { accepted } = await take(door, messages)
    if (accepted !== messages.length) throw new Error(`${accepted} of ${messages.length} events were taken`)
    return (performance.now() - beganMs) / messages.length
  }
  return inTurns(
    what,
    rounds,
    (nth) => timed(few, nth),
    (nth) => timed(many, nth),
  )
}

async function inTurns(
  what: string,
  rounds: number,
  few: (nth: number) => Promise<number>,
  many: (nth: number) => Promise<number>,
): Promise<Line> {
  const [small, large]: [number[], number[]] = [[], []]
  const warm = Math.min(warmUps, Math.floor(rounds / 3))
  for (let nth = 0; nth < rounds; nth++) {
    const [one, other] = [await few(nth), await many(nth)]
    if (nth < warm) continue
    small.push(one)
    large.push(other)
  }
  const ratio = large.map((each, nth) => each / (small[nth] ?? 0))
  return { what: `${what} (ratio: many / few)`, unit: 'ms', ours: large, yardstick: small, ratio, bound }
}

/** Steps from one wait to the next, in a plan of few nodes and of many. */
async function steps(door: Door, fewNodes: number, manyNodes: number, rounds: number): Promise<Line> {
  const make = async (n: number): Promise<string[]> => {
    const waits = Array.from({ length: n - 1 }, (_, nth) => ({ ...nodes.wait('P1D'), id: `wait-${nth}` }))
    const journey = await door.publish(inARow(`${n} nodes`, [nodes.on(`walk ${n}`), ...waits], everyTime))
    await take(
      door,
      Array.from({ length: rounds }, (_, nth) => message(`user-${nth}`, `walk ${n}`)),
    )
    const { rows } = await door.pool.query<{ id: string }>(
      `UPDATE enrollment SET due_at = now() - interval '1 second' WHERE workspace = $1 AND journey = $2 RETURNING id`,
      [door.workspace, journey],
    )
    return rows.map(({ id }) => id)
  }
  const [small, large] = [await make(fewNodes), await make(manyNodes)]
  const timed = async (id = ''): Promise<number> => {
    const beganMs = performance.now()
    await door.step(id)
    return performance.now() - beganMs
  }
  return inTurns(
    `a step, ${manyNodes} nodes in the plan against ${fewNodes}`,
    rounds,
    (nth) => timed(small[nth]),
    (nth) => timed(large[nth]),
  )
}
