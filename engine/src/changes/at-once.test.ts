import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { countJourney } from '../lifecycle/counts.ts'
import { pauseJourney, resumeJourney } from '../lifecycle/transitions.ts'
import { identify, message } from '../testing/engine.ts'
import { rollUpCounts } from '../upkeep/roll-up.ts'
import type { Incoming } from './incoming.ts'
import { KnownUsers } from './known-users.ts'
import { Plans } from './plans.ts'
import { takeMessages } from './take-messages.ts'
import { type TestDoor, testDoor, waiting } from './testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await testDoor({ max: 24 })
})
beforeEach(() => door.clear())
afterAll(() => door.drop())

/** Numbers that are the same at every run. */
function* dice(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state
  }
}

const yes = { id: 'yes', event: 'bought' }

test('eight clients about the same customers, with entries, claims, steps and new ids: nothing is lost, nobody enters twice, and the counts agree', async () => {
  const never = await door.publish(waiting('Never', [yes], { exits: [{ event: 'closed' }], goal: { event: 'paid' } }))
  const again = await door.publish(
    waiting('Again', [yes], { reEntry: { when: 'after-exit' }, exits: [{ event: 'closed' }] }),
  )
  const every = await door.publish(
    waiting('Every', [yes], { reEntry: { when: 'every-time' }, goal: { event: 'paid' } }),
  )
  const names = ['start', 'bought', 'closed', 'paid', 'nobody']

  const clients = Array.from({ length: 8 }, (_, client) => {
    const random = dice(client + 1)
    const roll = (sides: number) => random.next().value % sides
    return Array.from({ length: 12 }, () =>
      Array.from({ length: 1 + roll(20) }, (): Incoming => {
        const user = `user ${roll(15)}`
        if (roll(6) === 0) return identify(user, { [`a${roll(5)}`]: roll(9) })
        const { userId, ...anonymous } = message(user, names[roll(names.length)] ?? '')
        const anonymousId = `cookie of ${user}`
        return roll(4) === 0
          ? { ...anonymous, anonymousId }
          : { ...anonymous, userId: user, ...(roll(2) && { anonymousId }) }
      }),
    )
  })
  // Each process has plans of its own, and keeps stepping whom it rang.
  let stepping = true
  const steps = (async () => {
    while (stepping) {
      for (const { enrollment } of door.rung.splice(0)) await door.step(enrollment)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  await Promise.all(
    clients.map(async (batches) => {
      const engine = { ...door.engine, plans: new Plans(), users: new KnownUsers() }
      for (const batch of batches) {
        await takeMessages(engine, door.workspace, batch, { silent: false })
        await rollUpCounts(door.engine)
      }
    }),
  )
  stepping = false
  await steps

  const sent = clients.flat(2)
  const { rows: kept } = await door.pool.query<{ id: string }>('SELECT message_id AS id FROM event')
  expect(kept.map(({ id }) => id).sort()).toEqual(sent.map(({ messageId }) => messageId).sort())
  expect((await door.pool.query('SELECT value FROM customer_id')).rowCount).toBe(
    new Set(sent.flatMap(({ userId, anonymousId }) => [userId, anonymousId].filter((id) => id !== undefined))).size,
  )
  const { rows: twice } = await door.pool.query(
    'SELECT customer FROM enrollment WHERE journey = $1 GROUP BY customer HAVING count(*) > 1',
    [never],
  )
  expect(twice).toEqual([])
  const { rows: inside } = await door.pool.query(
    `SELECT customer FROM enrollment WHERE journey = $1 AND state <> 'ended' GROUP BY customer HAVING count(*) > 1`,
    [again],
  )
  expect(inside).toEqual([])
  const starts = sent.filter(({ name }) => name === 'start')
  expect(await door.enrollments(every)).toHaveLength(starts.length)

  for (const journey of [never, again, every]) {
    const { rows } = await door.pool.query<{
      entered: number
      active: number
      goal: number
      exit: number
      completed: number
      here: number
      passed: number
    }>(
      `SELECT count(*)::int AS entered, count(*) FILTER (WHERE state <> 'ended')::int AS active,
         count(*) FILTER (WHERE reason = 'goal')::int AS goal, count(*) FILTER (WHERE reason = 'exit')::int AS exit,
         count(*) FILTER (WHERE reason = 'completed')::int AS completed,
         count(*) FILTER (WHERE state <> 'ended' AND node = 'hold')::int AS here,
         (SELECT count(*)::int FROM visit WHERE journey = $1 AND node = 'hold') AS passed
       FROM enrollment WHERE journey = $1`,
      [journey],
    )
    const { entered, active, ended, nodes } = await countJourney(door.engine, door.workspace, journey)
    const { goal, exit, completed } = ended
    expect([{ entered, active, goal, exit, completed, here: nodes.hold?.here, passed: nodes.hold?.passed }]).toEqual(
      rows,
    )
  }
}, 120_000)

test('events of one customer that many clients send at once are numbered in the order they were taken, each once', async () => {
  const journey = await door.publish(waiting('Order', [yes], { reEntry: { when: 'every-time' } }))
  await Promise.all(Array.from({ length: 20 }, () => door.send(message('ada', 'start'), message('ada', 'bought'))))
  const { rows } = await door.pool.query(`SELECT FROM event GROUP BY number HAVING count(*) > 1`)
  expect(rows).toEqual([])
  expect((await door.enrollments(journey)).filter(({ claim }) => claim === 'yes')).toHaveLength(20)
})

test('no event is missed by a journey that is published, paused or resumed meanwhile', async () => {
  let publishing = true
  const sending = Array.from({ length: 4 }, async (_, client) => {
    const engine = { ...door.engine, plans: new Plans(), users: new KnownUsers() }
    const taken: { user: string; beganMs: number; endedMs: number }[] = []
    for (let nth = 0; publishing; nth++) {
      const user = `user ${client} ${nth}`
      const beganMs = Date.now()
      await takeMessages(engine, door.workspace, [message(user, 'start'), message(`${user} too`, 'nobody')], {
        silent: false,
      })
      taken.push({ user, beganMs, endedMs: Date.now() })
    }
    return taken
  })
  const journeys: { id: string; liveMs: number }[] = []
  for (let nth = 0; nth < 12; nth++) {
    const id = await door.publish(waiting(`Published ${nth}`, [yes]))
    journeys.push({ id, liveMs: Date.now() })
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  const first = journeys[0]?.id ?? ''
  await pauseJourney(door.engine, door.workspace, first, 'hold')
  const pausedMs = Date.now()
  await new Promise((resolve) => setTimeout(resolve, 60))
  const resumingMs = Date.now()
  await resumeJourney(door.engine, door.workspace, first)
  publishing = false
  const taken = (await Promise.all(sending)).flat()
  expect(taken.length).toBeGreaterThan(20)

  for (const { id, liveMs } of journeys) {
    const inside = new Set((await door.enrollments(id)).map(({ customer }) => customer))
    const missed = taken.filter(
      ({ user, beganMs, endedMs }) => beganMs > liveMs && !(id === first && endedMs > pausedMs) && !inside.has(user),
    )
    expect(missed).toEqual([])
    if (id === first)
      expect(
        taken.filter(({ user, beganMs, endedMs }) => beganMs > pausedMs && endedMs < resumingMs && inside.has(user)),
      ).toEqual([])
  }
}, 60_000)
