import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { message } from '../testing/engine.ts'
import type { Incoming } from './incoming.ts'
import { type TestDoor, testDoor, waiting } from './testing.ts'

let door: TestDoor
beforeAll(async () => {
  door = await testDoor({ max: 20 })
})
beforeEach(() => door.clear())
afterAll(() => door.drop())

const unsigned = (anonymousId: string, name: string, more: Partial<Incoming> = {}): Incoming => ({
  ...message('', name, {}, { browser: 'unsigned', anonymousId, ...more }),
  userId: undefined,
})
const yes = { id: 'yes', event: 'bought' }

test('a goal does not count what came by a browser key without a user token; a wait, an exit and an entry do', async () => {
  const goal = await door.publish(waiting('Goal', [yes], { goal: { event: 'paid' } }))
  const exit = await door.publish(waiting('Exit', [yes], { exits: [{ event: 'left' }] }))
  await door.send(unsigned('visitor', 'start'))
  await door.send(unsigned('visitor', 'paid'), unsigned('visitor', 'left'))
  expect(await door.enrollments(goal)).toMatchObject([{ state: 'waiting', goal: false }])
  expect(await door.enrollments(exit)).toMatchObject([{ state: 'ended', reason: 'exit' }])
  const { rows } = await door.pool.query('SELECT DISTINCT unsigned FROM event')
  expect(rows).toEqual([{ unsigned: true }])
  // Her own backend says the same, and it counts.
  await door.send({ ...unsigned('visitor', 'paid'), browser: 'signed', userId: 'ada' })
  expect(await door.enrollments(goal)).toMatchObject([{ customer: 'ada', reason: 'goal', goal: true }])
})

test('whoever claims an anonymous id while a browser writes by it, what comes after the claim changes nothing', async () => {
  const identify = (nth: number): Incoming =>
    unsigned(`cookie-${nth % 4}`, 'identify', { kind: 'identify', attributes: { level: `forged-${nth}` } })
  for (let nth = 0; nth < 4; nth++) await door.send(unsigned(`cookie-${nth}`, 'looked'))
  // `late` is a customer already, so that her claims keep the anonymous ones apart.
  await door.send(message('late', 'known'))
  const claims = [0, 1, 2, 3].map((nth) =>
    message(
      nth % 2 ? 'late' : `user-${nth}`,
      'identify',
      {},
      { kind: 'identify', anonymousId: `cookie-${nth}`, attributes: { level: 'true' } },
    ),
  )
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, nth) => {
      const claim = nth % 10 === 5 ? claims[Math.floor(nth / 10)] : undefined
      return door.send(claim ?? identify(nth))
    }),
  )
  expect(answers.some(({ refused }) => refused.length > 0)).toBe(true)
  for (const user of ['user-0', 'user-2', 'late']) expect(await door.attributes(user)).toEqual({ level: 'true' })
  for (let nth = 0; nth < 40; nth++)
    expect(await door.send(identify(nth))).toMatchObject({ accepted: 0, refused: [{ nth: 0 }] })
})
