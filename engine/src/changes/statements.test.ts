import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../engine.ts'
import { createSteps } from '../steps.ts'
import { identify, inARow, message } from '../testing/engine.ts'
import { enroll } from './enroll.ts'
import type { Incoming } from './incoming.ts'
import { KnownUsers } from './known-users.ts'
import { Plans } from './plans.ts'
import { takeMessages } from './take-messages.ts'
import { arriving, counting, type TestDoor, testDoor, waiting, where } from './testing.ts'

let door: TestDoor
let watched: ReturnType<typeof counting>
let engine: Engine

beforeAll(async () => {
  door = await testDoor()
  watched = counting(door.pool)
  engine = { ...door.engine, pool: watched.pool }
})
afterAll(() => door.drop())

/** The statements that something sends, the first time apart, when plans and the workspace are read into memory. */
async function statementsOf(work: (nth: number) => Promise<unknown>): Promise<string[]> {
  await work(0)
  watched.statements.length = 0
  await work(1)
  return sent()
}

const take = (messages: Incoming[]) => takeMessages(engine, door.workspace, messages, { silent: false })

const around = (...middle: string[]) => ['BEGIN', 'first-look', ...middle, 'COMMIT']
const kinds: [string, (user: string, nth: number) => Incoming, string[]][] = [
  ['nobody listens to, of known customers', (user) => message(user, 'nobody'), around('store-events')],
  [
    'nobody listens to, of new customers',
    (user, nth) => message(`${user} ${nth}`, 'nobody'),
    around('make-people', 'store-events'),
  ],
  ['is an identify', (user, nth) => identify(user, { nth }), around('lock-customers', 'read-met', 'store-events')],
  [
    'somebody listens to, and nobody waits',
    (user) => message(user, 'bought'),
    around('lock-customers', 'read-met', 'store-events'),
  ],
  ['ends waits', (user) => message(user, 'waited'), around('lock-customers', 'read-met', 'store-events', 'write')],
  [
    'enters',
    (user) => message(user, 'start'),
    around('lock-customers', 'read-met', 'read-earlier', 'store-events', 'write'),
  ],
  [
    'enters, and is counted for a condition',
    (user) => message(user, 'counted'),
    around('lock-customers', 'read-met', 'read-earlier', 'store-events', 'SELECT', 'write'),
  ],
]

const every = { reEntry: { when: 'every-time' as const } }
const yes = { id: 'yes', event: 'bought' }
const counted = where('did.bought', '>=', { count: 0 })
let fresh = 0

/** What was sent, without what is read into memory every ten seconds. */
const sent = () =>
  watched.statements.map((text) => text.split(/[\s;]/)[0] ?? '').filter((name) => name !== 'read-workspace')

describe.each([1, 10, 100])('with %i live journeys of each kind, a batch of messages that', (journeys) => {
  // Four of them listen to the same events, so that the work stays small.
  const named = (name: string, nth: number) => (nth < 4 ? name : `${name} ${nth}`)

  beforeAll(async () => {
    await door.clear()
    for (let nth = 0; nth < journeys; nth++) {
      await door.publish(waiting(`Enter ${nth}`, [yes], every, { event: named('start', nth) }))
      await door.publish(
        waiting(`Wait ${nth}`, [{ id: 'yes', event: named('waited', nth) }], every, { event: named('begin', nth) }),
      )
      await door.publish(waiting(`Count ${nth}`, [yes], every, { event: named('counted', nth), where: counted }))
    }
  }, 60_000)

  test.each(kinds)('%s costs the same whatever its size', async (name, make, expected) => {
    for (const size of [1, 10, 200]) {
      // One customer who does it all, and a customer for each message.
      for (const people of new Set([1, size])) {
        const users = Array.from({ length: size }, (_, nth) => `user ${nth % people}`)
        await door.pool.query('DELETE FROM watch')
        await take(users.map((user) => message(user, 'seen')))
        if (name === 'ends waits') await take([...new Set(users)].map((user) => message(user, 'begin')))
        watched.statements.length = 0
        await take(users.map((user) => make(user, fresh++)))
        expect(sent()).toEqual(expected)
      }
    }
  })
})

test('a message that enters a hundred journeys at once costs the same as one that enters one', async () => {
  await door.clear()
  for (let nth = 0; nth < 100; nth++)
    await door.publish(waiting(`Enter ${nth}`, [yes], every, { event: 'start', where: counted }))
  await take([message('ada', 'start')])
  watched.statements.length = 0
  await take([message('ada', 'start'), message('bob', 'start')])
  expect(sent()).toEqual(
    around('make-people', 'lock-customers', 'read-met', 'read-earlier', 'store-events', 'SELECT', 'write'),
  )
  watched.statements.length = 0
  await take([message('ada', 'bought'), message('bob', 'bought')])
  expect(sent()).toEqual(around('lock-customers', 'read-met', 'store-events', 'SELECT', 'write'))
  expect((await door.pool.query('SELECT FROM enrollment WHERE claim IS NOT NULL')).rowCount).toBe(300)
})

test('plans that are not in memory are read in one statement, however many', async () => {
  await door.clear()
  for (let nth = 0; nth < 20; nth++) await door.publish(waiting(`Enter ${nth}`, [yes], every))
  await door.send(message('ada', 'start'))
  await door.pool.query(`UPDATE journey SET state = 'paused'`)
  const cold = { ...engine, plans: new Plans(), users: new KnownUsers() }
  watched.statements.length = 0
  await takeMessages(cold, door.workspace, [message('ada', 'bought')], { silent: false })
  expect(sent().filter((name) => name === 'read-plans')).toHaveLength(1)
})

test('an entry by API costs the same for one customer as for 200', async () => {
  await door.clear()
  const journey = await door.publish(
    inARow('By API', [
      { id: 'in', type: 'entry-api', config: {} },
      { id: 'hold', type: 'wait', config: { duration: 'P1D' } },
    ]),
  )
  for (const size of [1, 200]) {
    const statements = await statementsOf((nth) =>
      enroll(engine, door.workspace, journey, {
        customers: Array.from({ length: size }, (_, n) => `${size} ${nth} ${n}`),
        properties: {},
        key: `${size} ${nth}`,
      }),
    )
    expect(statements).toEqual([
      'BEGIN',
      'look-for-entrants',
      'make-people',
      'lock-customers',
      'read-met',
      'read-earlier',
      'write',
      'COMMIT',
    ])
  }
})

test('a step that goes on to a wait costs four statements, and one more transaction for each touch', async () => {
  await door.clear()
  const journey = await door.publish(
    inARow('Step', [
      { id: 'in', type: 'entry-event', config: { event: 'start' } },
      { id: 'mail', type: 'send-inbox', config: { title: 'Hi', body: 'Hi', kind: 'message' } },
      { id: 'hold', type: 'wait', config: { duration: 'P1D' } },
      { id: 'more', type: 'wait', config: { duration: 'P1D' } },
    ]),
  )
  const steps = createSteps(engine, arriving)
  const first = await statementsOf(async (nth) => {
    await door.send(message(`user ${nth}`, 'start'))
    await steps.step({ workspace: door.workspace, id: (await door.enrollments(journey)).at(-1)?.id ?? '' })
  })
  expect(first).toEqual(['BEGIN', 'read-step', 'write', 'COMMIT', 'BEGIN', 'read-step', 'write', 'COMMIT'])

  await door.pool.query(`UPDATE enrollment SET due_at = now() - interval '1 second'`)
  watched.statements.length = 0
  await steps.step({ workspace: door.workspace, id: (await door.enrollments(journey))[0]?.id ?? '' })
  expect(sent()).toEqual(['BEGIN', 'read-step', 'write', 'COMMIT'])
})
