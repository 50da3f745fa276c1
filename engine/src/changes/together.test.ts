import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identify, message } from '../testing/engine.ts'
import type { Incoming } from './incoming.ts'
import { listeningLock } from './take-messages.ts'
import { counting, type TestDoor, testDoor, waiting, where } from './testing.ts'
import { Together } from './together.ts'

let door: TestDoor

beforeAll(async () => {
  door = await testDoor()
  await door.publish(waiting('Cart', [{ id: 'yes', event: 'bought' }], {}, { event: 'cart' }))
})
afterAll(() => door.drop())

const forget = () =>
  door.pool.query(`DELETE FROM poke; DELETE FROM count_delta; DELETE FROM visit; DELETE FROM watch; DELETE FROM enrollment;
    DELETE FROM event; DELETE FROM message_seen; DELETE FROM customer_id; DELETE FROM customer;
    UPDATE workspace SET erasures = erasures + 1`)

/** Holds up all events until it is called. */
async function holdUp(): Promise<() => Promise<void>> {
  const holder = await door.pool.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT pg_advisory_xact_lock($1, $2)', [listeningLock, door.workspace])
  let isHeld = true
  return async () => {
    if (!isHeld) return
    isHeld = false
    await holder.query('ROLLBACK')
    holder.release()
  }
}

test('what comes while a transaction is under way goes into the next one', async () => {
  await forget()
  const watched = counting(door.pool)
  const together = new Together({ ...door.engine, pool: watched.pool })
  const letGo = await holdUp()
  const taken = Array.from({ length: 50 }, (_, nth) => together.take(door.workspace, [message(`user ${nth}`, 'seen')]))
  await letGo()
  expect(await Promise.all(taken)).toEqual(Array(50).fill(['accepted']))
  expect(watched.statements.filter((text) => text.startsWith('BEGIN')).length).toBeLessThan(5)
})

test.each([
  [499, 1],
  [500, 2],
])('where %i messages wait for the transaction that is under way, %i are', async (waiting, transactions) => {
  await forget()
  const watched = counting(door.pool)
  const together = new Together({ ...door.engine, pool: watched.pool })
  const begun = () => watched.statements.filter((text) => text.startsWith('BEGIN')).length
  const letGo = await holdUp()
  try {
    // At once: whoever comes later finds the first stuck, and begins for that.
    const taken = [1, waiting].map((size) =>
      together.take(
        door.workspace,
        Array.from({ length: size }, (_, nth) => message(`${size} ${nth}`, 'seen')),
      ),
    )
    await expect.poll(begun).toBe(transactions)
    await letGo()
    await Promise.all(taken)
    expect(begun()).toBe(2)
  } finally {
    await letGo()
  }
})

test('whoever waits for a customer whom a step holds keeps nobody else waiting', async () => {
  await forget()
  const together = new Together(door.engine)
  const take = async (user: string) => (await together.take(door.workspace, [message(user, 'cart')]))[0]
  await take('ada')
  const step = await door.pool.connect()
  await step.query(`BEGIN; SELECT FROM customer WHERE user_id = 'ada' FOR UPDATE`)
  const held = take('ada')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await take('bob')).toBe('accepted')
  await step.query('ROLLBACK')
  step.release()
  expect(await held).toBe('accepted')
})

test('each is told what came of its own: taken, repeated, or refused', async () => {
  await forget()
  const together = new Together(door.engine)
  const take = async (one: ReturnType<typeof message>) => (await together.take(door.workspace, [one]))[0]
  expect(await take({ ...message('ada', 'seen'), anonymousId: 'cookie' })).toBe('accepted')
  const letGo = await holdUp()
  const bob = message('bob', 'seen')
  const { userId: _, ...stranger } = message('', 'seen', {}, { anonymousId: 'cookie', browser: 'unsigned' })
  const answers = Promise.all([take(message('eve', 'seen')), take(bob), take(bob), take(stranger), take(bob)])
  await letGo()
  expect(await answers).toEqual(['accepted', 'accepted', 'repeated', 'claimed-anonymous-id', 'repeated'])
})

test('an identify that comes behind an event does not apply before it; one that comes before it does', async () => {
  await forget()
  const gold = where('customer.level', '=', 'gold')
  const journey = await door.publish(
    waiting('Gold', [{ id: 'yes', event: 'bought' }], {}, { event: 'paid', where: gold }),
  )
  const together = new Together(door.engine)
  const take = async (one: ReturnType<typeof message>) => (await together.take(door.workspace, [one]))[0]
  const letGo = await holdUp()
  const taken = Promise.all([
    take(message('bob', 'seen')),
    take(message('late', 'paid')),
    take(identify('late', { level: 'gold' })),
    take(identify('early', { level: 'gold' })),
    take(message('early', 'paid')),
  ])
  await letGo()
  await taken
  expect((await door.enrollments(journey)).map(({ customer }) => customer)).toEqual(['early'])
})

test.each(['seen', 'cart'])('one that cannot be taken fails alone, and leaves nothing: %s', async (name) => {
  await forget()
  const together = new Together(door.engine)
  const letGo = await holdUp()
  const answers = Promise.allSettled(
    ['ada', 'bob', 'eve', 'joe'].map((user) =>
      // Postgres knows no such time.
      together.take(door.workspace, [message(user, name, {}, user === 'eve' ? { atMs: -1e17 } : {})]),
    ),
  )
  await letGo()
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  const { rows } = await door.pool.query(
    `SELECT c.first_id, count(n.id)::int AS inside FROM event e JOIN customer c ON c.id = e.customer
     LEFT JOIN enrollment n ON n.customer = c.id GROUP BY 1 ORDER BY 1`,
  )
  const inside = name === 'cart' ? 1 : 0
  expect(rows).toEqual(['ada', 'bob', 'joe'].map((user) => ({ first_id: user, inside })))
})

test('where Postgres is away all are told, and the next are taken again', async () => {
  await forget()
  let isAway = true
  const away: typeof door.pool.connect = () =>
    Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
  const pool: typeof door.pool = Object.create(door.pool, {
    connect: { get: () => (isAway ? away : door.pool.connect.bind(door.pool)) },
  })
  const together = new Together({ ...door.engine, pool })
  const answers = await Promise.allSettled(
    ['ada', 'bob'].map((user) => together.take(door.workspace, [message(user, 'seen')])),
  )
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  isAway = false
  expect(await together.take(door.workspace, [message('ada', 'seen')])).toEqual(['accepted'])
})

const deed = fc.record({
  /** Whether it comes in a request of its own, or in that of the one before. */
  apart: fc.boolean(),
  who: fc.integer({ min: 0, max: 3 }),
  what: fc.constantFrom('cart', 'bought', 'seen', 'identify'),
})

/** Everything that follows from the messages, without ids and times that are drawn anew. */
async function state(): Promise<unknown> {
  const { rows } = await door.pool.query(`
    SELECT c.first_id, c.attributes,
      ARRAY(SELECT name || ' ' || message_id FROM event e WHERE e.customer = c.id ORDER BY number) AS events,
      ARRAY(SELECT state || ' ' || node || ' ' || coalesce(reason, '') || coalesce(claim ->> 'branch', '') FROM enrollment e WHERE e.customer = c.id) AS inside
    FROM customer c ORDER BY first_id`)
  return rows
}

test('requests that come at once leave what they leave one after the other, in the order they came', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async (deeds) => {
      const requests: Incoming[][] = []
      for (const [nth, { apart, who, what }] of deeds.entries()) {
        const one = what === 'identify' ? identify(`user ${who}`, { nth }) : message(`user ${who}`, what)
        if (apart || nth === 0) requests.push([])
        requests.at(-1)?.push({ ...one, messageId: `message ${nth}` })
      }
      await forget()
      for (const request of requests) await door.send(...request)
      const alone = await state()
      await forget()
      const together = new Together(door.engine)
      await Promise.all(requests.map((request) => together.take(door.workspace, request)))
      expect(await state()).toEqual(alone)
    }),
    { numRuns: 40 },
  )
})
