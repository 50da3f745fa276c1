import { afterAll, beforeAll, expect, test } from 'vitest'
import { Plans } from '../changes/plans.ts'
import { type TestDoor, testDoor, waiting } from '../changes/testing.ts'
import { stopJourney } from '../lifecycle/transitions.ts'
import { message } from '../testing/engine.ts'
import { forgetPlans } from './forget-plans.ts'

let door: TestDoor
beforeAll(async () => {
  door = await testDoor()
})
afterAll(() => door.drop())

const names = async (): Promise<string[]> => {
  const { rows } = await door.pool.query<{ listening: number }>('SELECT listening FROM workspace WHERE id = $1', [
    door.workspace,
  ])
  const client = await door.pool.connect()
  const { names } = await new Plans().listening(client, door.workspace, rows[0]?.listening ?? 0)
  client.release()
  return [...names].sort()
}
const plans = async () => (await door.pool.query('SELECT FROM plan')).rowCount
/** Lets plans that are idle have been so for this time. */
const passTime = async (interval: string) => {
  await forgetPlans(door.engine)
  await door.pool.query('UPDATE plan SET idle_since = idle_since - $1::interval', [interval])
  return forgetPlans(door.engine)
}
const drawn = (end: string, goal?: string) =>
  waiting('Forgettable', [{ id: 'yes', event: end }], goal === undefined ? {} : { goal: { event: goal } })

test('a plan stays while customers enter by it or are inside, and goes a day after the last', async () => {
  const journey = await door.publish(drawn('first'))
  await door.send(message('ada', 'start'))
  await door.publishAgain(journey, drawn('second'))
  expect(await passTime('100 days')).toBe(0)
  expect(await names()).toEqual(['first', 'second', 'start'])

  await door.send(message('ada', 'first'))
  const [ada] = await door.enrollments(journey)
  await door.step(ada?.id ?? '')
  expect((await door.enrollments(journey))[0]).toMatchObject({ state: 'ended', claim: 'yes' })
  expect(await passTime('23 hours')).toBe(0)
  expect(await passTime('2 hours')).toBe(1)
  expect(await names()).toEqual(['second', 'start'])

  // A ring that comes late ends her workflow; the version is still told of.
  expect(await door.step(ada?.id ?? '')).toEqual({ kind: 'end' })
  expect((await door.pool.query('SELECT FROM version WHERE journey = $1', [journey])).rowCount).toBe(2)

  // Drawn again as it was, it comes back.
  await door.publishAgain(journey, drawn('first'))
  expect(await names()).toEqual(['first', 'second', 'start'])
  await door.clear()
})

test('a goal that counts after the end keeps the plan for its time, and a stopped journey keeps none', async () => {
  const journey = await door.publish(drawn('end', 'paid'))
  await door.send(message('ada', 'start'))
  await door.send(message('ada', 'end'))
  const [ada] = await door.enrollments(journey)
  await door.step(ada?.id ?? '')
  await stopJourney(door.engine, door.workspace, journey)
  expect(await passTime('7 days')).toBe(0)
  await door.send(message('ada', 'paid'))
  expect((await door.enrollments(journey))[0]).toMatchObject({ goal: true })
  expect(await passTime('2 days')).toBe(1)
  expect(await names()).toEqual([])
  // What listened for the goal and is not cleared away yet meets nobody.
  await door.send(message('ada', 'paid'))
  await door.clear()
})

test('workers that look at once, and customers who enter meanwhile, lose nothing', async () => {
  const journeys = await Promise.all(Array.from({ length: 8 }, (_, nth) => door.publish(drawn(`old-${nth}`))))
  for (const [nth, journey] of journeys.entries()) await door.publishAgain(journey, drawn(`new-${nth}`))
  await forgetPlans(door.engine)
  await door.pool.query(`UPDATE plan SET idle_since = idle_since - interval '2 days'`)
  const entering = Array.from({ length: 20 }, (_, nth) => door.send(message(`user-${nth}`, 'start')))
  const forgotten = await Promise.all([1, 2, 3].map(() => forgetPlans(door.engine)))
  await Promise.all(entering)
  expect(forgotten.reduce((sum, n) => sum + n)).toBe(8)
  expect(await plans()).toBe(8)
  for (const journey of journeys) {
    const inside = await door.enrollments(journey)
    expect(inside).toHaveLength(20)
    // Each is met by an event of the plan that she entered by.
    await door.step(inside[0]?.id ?? '')
  }
  await door.clear()
})

test('a plan that is published again between two looks is not taken for an old one', async () => {
  const journey = await door.publish(drawn('first'))
  await stopJourney(door.engine, door.workspace, journey)
  await forgetPlans(door.engine)
  await door.pool.query(`UPDATE plan SET idle_since = idle_since - interval '2 days'`)
  await door.publishAgain(journey, drawn('first'))
  await stopJourney(door.engine, door.workspace, journey)
  expect(await forgetPlans(door.engine)).toBe(0)
  await door.clear()
})
