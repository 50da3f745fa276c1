import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Settings } from '../journey/journey.ts'
import { pauseJourney, resumeJourney, stopJourney } from '../lifecycle/transitions.ts'
import { identify, inARow, message } from '../testing/engine.ts'
import { type TestDoor, testDoor, waiting, where } from './testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await testDoor()
})
beforeEach(() => door.clear())
afterAll(() => door.drop())

const yes = { id: 'yes', event: 'bought' }
const leaving = { exits: [{ event: 'closed' }] }
const start = (nth: number, more = {}) => message('ada', 'start', { nth, ...more })
const close = () => message('ada', 'closed')

/** Publishes a journey with this re-entry rule. */
const journeyWith = (reEntry: Settings['reEntry']) =>
  door.publish(waiting('Entries', [yes], { ...leaving, ...(reEntry && { reEntry }) }))

/** Which of the numbered entry events let her in. */
const entered = async (journey: string) => (await door.enrollments(journey)).map(({ entry }) => entry.nth)

describe('re-entry', () => {
  test('never: once in a life, also in one batch, also after the end', async () => {
    const journey = await journeyWith(undefined)
    await door.send(start(1), start(2))
    await door.send(start(3), close(), start(4))
    await door.send(start(5))
    expect(await entered(journey)).toEqual([1])
  })

  test('after-exit: again when the last is over, in the same batch too', async () => {
    const journey = await journeyWith({ when: 'after-exit' })
    await door.send(start(1), start(2), close(), start(3), start(4))
    await door.send(start(5))
    await door.send(close(), start(6), close(), start(7))
    expect(await entered(journey)).toEqual([1, 3, 6, 7])
    expect((await door.enrollments(journey)).filter(({ state }) => state !== 'ended')).toHaveLength(1)
  })

  test('after-exit with a gap: not before that time since the last entry', async () => {
    const journey = await journeyWith({ when: 'after-exit', gap: 'PT2H' })
    await door.send(start(1), close(), start(2))
    await door.send(start(3))
    await door.pool.query(`UPDATE enrollment SET entered_at = entered_at - interval '119 minutes'`)
    await door.send(start(4))
    await door.pool.query(`UPDATE enrollment SET entered_at = entered_at - interval '2 minutes'`)
    await door.send(start(5), close(), start(6))
    expect(await entered(journey)).toEqual([1, 5])
  })

  test('every-time: even while inside', async () => {
    const journey = await journeyWith({ when: 'every-time' })
    await door.send(start(1), start(2))
    await door.send(start(3))
    expect(await entered(journey)).toEqual([1, 2, 3])
  })

  test('once-per-key: by the value and its type, and refused without one', async () => {
    const journey = await journeyWith({ when: 'once-per-key', key: 'event.order.id' })
    const order = (nth: number, id?: unknown) => start(nth, { order: id === undefined ? {} : { id } })
    await door.send(order(1, 7), order(2, 7), order(3, '7'), order(4), order(5, null))
    await door.send(order(6, 7), order(7, 8), order(8, { a: 1 }), order(9, 'ö'.repeat(20_000)), order(10, '\ud800'))
    await door.send(order(11, { a: 1 }), order(12, 'ö'.repeat(20_000)), close(), order(13, 8), order(14, [7]))
    expect(await entered(journey)).toEqual([1, 3, 7, 8, 9, 10, 14])
  })

  test('changed by a new version holds for who entered under the old one', async () => {
    const draft = (reEntry: Settings['reEntry']) =>
      waiting('Changed', [yes], { ...leaving, ...(reEntry && { reEntry }) })
    const journey = await door.publish(draft({ when: 'every-time' }))
    await door.send(start(1))
    await door.publishAgain(journey, draft({ when: 'after-exit' }))
    await door.send(start(2))
    await door.send(close(), start(3))
    await door.publishAgain(journey, draft(undefined))
    await door.send(start(4), close(), start(5))
    expect(await entered(journey)).toEqual([1, 3])
  })

  test('changed to after-exit while she is inside twice waits for both to be over', async () => {
    const file = (when: 'every-time' | 'after-exit', exit: string) =>
      waiting('Twice inside', [yes], { exits: [{ event: exit }], reEntry: { when } })
    const journey = await door.publish(file('every-time', 'first over'))
    await door.send(start(1))
    await door.publishAgain(journey, file('every-time', 'second over'))
    await door.send(start(2))
    await door.publishAgain(journey, file('after-exit', 'third over'))
    await door.send(message('ada', 'first over'), start(3))
    expect(await entered(journey)).toEqual([1, 2])
    await door.send(message('ada', 'second over'), start(4), start(5))
    expect(await entered(journey)).toEqual([1, 2, 4])
  })

  test('of two entries at the same moment lets one in', async () => {
    const journey = await journeyWith(undefined)
    await door.send(message('ada', 'seen'))
    await Promise.all(Array.from({ length: 8 }, (_, nth) => door.send(start(nth))))
    expect(await door.enrollments(journey)).toHaveLength(1)
  })
})

describe('an entry', () => {
  test('is refused while the journey is paused or stopped, and taken again after', async () => {
    const journey = await journeyWith({ when: 'every-time' })
    await pauseJourney(door.engine, door.workspace, journey, 'hold')
    await door.send(start(1))
    await resumeJourney(door.engine, door.workspace, journey)
    await door.send(start(2))
    await stopJourney(door.engine, door.workspace, journey)
    await door.send(start(3))
    expect(await entered(journey)).toEqual([2])
  })

  test('after a stop and a new version is not kept out by who was stopped inside', async () => {
    const draft = waiting('Revived', [yes], { reEntry: { when: 'after-exit' } })
    const journey = await door.publish(draft)
    await door.send(start(1))
    await stopJourney(door.engine, door.workspace, journey)
    await door.publishAgain(journey, draft)
    await door.send(start(2))
    await door.send(message('ada', 'bought'))
    expect((await door.enrollments(journey)).map(({ state, claim }) => [state, claim])).toEqual([
      ['waiting', null],
      ['ended', 'yes'],
    ])
  })

  test('after an exit is open at once, to the next event of the very batch that led her out', async () => {
    const journey = await door.publish(waiting('Again', [yes], { reEntry: { when: 'after-exit' } }))
    await door.send(start(1))
    await door.send(message('ada', 'bought'), start(2))
    expect((await door.enrollments(journey)).map(({ state }) => state)).toEqual(['ended', 'waiting'])
  })

  test('needs its condition to hold: a missing value makes a leaf false, a number never equals a text', async () => {
    const journey = await door.publish(
      waiting(
        'Where',
        [yes],
        { reEntry: { when: 'every-time' } },
        { event: 'start', where: where('event.value', '=', 20) },
      ),
    )
    await door.send(start(1), start(2, { value: '20' }), start(3, { value: 20 }), start(4, { value: null }))
    expect(await entered(journey)).toEqual([3])
  })

  test('by API says for each customer whether she entered, and why not', async () => {
    const api = (reEntry: Settings['reEntry']) =>
      inARow(
        'By API',
        [
          { id: 'in', type: 'entry-api', config: {} },
          { id: 'hold', type: 'wait', config: { duration: 'P1D' } },
        ],
        { settings: reEntry ? { reEntry } : {} },
      )
    const journey = await door.publish(api({ when: 'after-exit' }))
    await door.send(message('ada', 'seen', {}, { anonymousId: 'cookie' }))
    const first = await door.enroll(journey, { customers: ['ada', 'new', 'ada'], properties: { nth: 1 }, key: 'k1' })
    expect(first).toMatchObject([
      { customer: 'ada', entered: true },
      { customer: 'new', entered: true },
    ])
    expect(await door.enroll(journey, { customers: ['cookie', 'other'], properties: {}, key: 'k2' })).toMatchObject([
      { customer: 'cookie', entered: false, reason: 'already-inside' },
      { customer: 'other', entered: true },
    ])
    expect(await door.enroll(journey, { customers: ['ada'], properties: {}, key: 'k1' })).toMatchObject([
      { reason: 'repeated' },
    ])

    const keyed = await door.publish(api({ when: 'once-per-key', key: 'entry.nth' }))
    expect(await door.enroll(keyed, { customers: ['ada'], properties: {}, key: 'k' })).toMatchObject([
      { reason: 'no-key' },
    ])
    expect(await door.enroll(keyed, { customers: ['ada'], properties: { nth: 1 }, key: 'k' })).toMatchObject([
      { entered: true },
    ])

    const gap = await door.publish(api({ when: 'after-exit', gap: 'P1D' }))
    await door.enroll(gap, { customers: ['ada'], properties: {}, key: 'k' })
    await door.pool.query(
      `UPDATE enrollment SET state = 'ended', reason = 'completed', ended_at = now() WHERE journey = $1`,
      [gap],
    )
    expect(await door.enroll(gap, { customers: ['ada'], properties: {}, key: 'k3' })).toMatchObject([
      { reason: 'too-soon' },
    ])

    const named = await door.publish(
      inARow('Named', [
        { id: 'in', type: 'entry-api', config: { properties: ['coupon'] } },
        { id: 'hold', type: 'wait', config: { duration: 'P1D' } },
      ]),
    )
    expect(await door.enroll(named, { customers: ['ada'], properties: { other: 1 }, key: 'k' })).toMatchObject([
      { entered: false, reason: 'unknown-property' },
    ])
    expect(await door.enroll(named, { customers: ['ada'], properties: { coupon: 'A' }, key: 'k' })).toMatchObject([
      { entered: true },
    ])

    const never = await door.publish(api(undefined))
    await door.enroll(never, { customers: ['ada'], properties: {}, key: 'k' })
    expect(await door.enroll(never, { customers: ['ada'], properties: {}, key: 'k4' })).toMatchObject([
      { reason: 'entered-before' },
    ])
    const event = await journeyWith(undefined)
    expect(await door.enroll(event, { customers: ['ada'], properties: {}, key: 'k' })).toMatchObject([
      { reason: 'no-entry' },
    ])
    await stopJourney(door.engine, door.workspace, event)
    expect(await door.enroll(event, { customers: ['ada'], properties: {}, key: 'k' })).toMatchObject([
      { reason: 'not-live' },
    ])
  })

  test('by API with one Idempotency-Key, asked at once by many, happens once', async () => {
    const journey = await door.publish(
      inARow(
        'By API',
        [
          { id: 'in', type: 'entry-api', config: {} },
          { id: 'hold', type: 'wait', config: { duration: 'P1D' } },
        ],
        { settings: { reEntry: { when: 'every-time' } } },
      ),
    )
    const customers = Array.from({ length: 30 }, (_, nth) => `user ${nth}`)
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => door.enroll(journey, { customers, properties: {}, key: 'x'.repeat(5_000) })),
    )
    expect(asked.flat().filter((one) => one.entered)).toHaveLength(30)
    expect(await door.enrollments(journey)).toHaveLength(30)
  })
})

test('a loop of waits that are over already is walked a piece at a time, and ends as runaway', async () => {
  const journey = await door.publish(
    inARow(
      'Round and round',
      [
        { id: 'in', type: 'entry-event', config: { event: 'start' } },
        { id: 'past', type: 'wait-until', config: { at: '2020-01-01T00:00:00Z' } },
        { id: 'half', type: 'split', config: { branches: [{ id: 'all', name: 'All', weight: 1 }] } },
      ],
      {
        settings: { maxVisitsPerDay: 5_000 },
        edges: [
          { from: 'in', outlet: 'next', to: 'past' },
          { from: 'past', outlet: 'next', to: 'half' },
          { from: 'half', outlet: 'all', to: 'past' },
        ],
      },
    ),
  )
  await door.send(message('ada', 'start'))
  const visits = async () => (await door.pool.query('SELECT FROM visit')).rowCount
  expect(await visits()).toBe(100)
  const [ada] = await door.enrollments(journey)
  while ((await door.step(ada?.id ?? '')).kind !== 'end');
  expect(await visits()).toBe(5_000)
  expect(await door.enrollments(journey)).toMatchObject([{ reason: 'runaway' }])
})

test('a wait right behind the entry that would end after the year 9999 ends with it, as behind a step', async () => {
  const wait = { id: 'far', type: 'wait-until', config: { attribute: 'renews_at', offset: 'P9Y' } }
  const journey = await door.publish(
    inARow('Far', [{ id: 'in', type: 'entry-event', config: { event: 'start' } }, wait]),
  )
  await door.send(identify('ada', { renews_at: '9999-12-31T23:59:59Z' }), start(1))
  const { rows } = await door.pool.query<{ due: Date }>('SELECT due_at AS due FROM enrollment WHERE journey = $1', [
    journey,
  ])
  expect(rows).toEqual([{ due: new Date('9999-12-31T00:00:00Z') }])
})
