import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Plans } from '../changes/plans.ts'
import { counting, type TestDoor, testDoor, waiting, where } from '../changes/testing.ts'
import type { Settings } from '../journey/journey.ts'
import { createDraft } from '../lifecycle/drafts.ts'
import { pauseJourney, resumeJourney, stopJourney } from '../lifecycle/transitions.ts'
import { identify, inARow, message } from '../testing/engine.ts'
import { whyNotEntered } from './why-not-entered.ts'

let door: TestDoor

beforeAll(async () => {
  door = await testDoor()
})
beforeEach(() => door.clear())
afterAll(() => door.drop())

const drawn = (settings: Settings = {}, rule?: ReturnType<typeof where>) =>
  waiting(
    'Asked about',
    [{ id: 'yes', event: 'bought' }],
    { exits: [{ event: 'closed' }], ...settings },
    {
      event: 'start',
      ...(rule && { where: rule }),
    },
  )
const publish = (settings?: Settings, rule?: ReturnType<typeof where>) => door.publish(drawn(settings, rule))
const ask = (journey: string, customer = 'ada') => whyNotEntered(door.engine, door.workspace, journey, customer)
const why = async (journey: string, customer?: string) => (await ask(journey, customer)).why
const start = (properties = {}, more = {}) => message('ada', 'start', properties, more)
const close = () => message('ada', 'closed')
const idOf = async (journey: string) => (await door.enrollments(journey)).at(-1)?.id

test('an id that nobody has, in whatever journey; a journey that is not there', async () => {
  const journey = await publish()
  expect(await ask(journey, 'nobody')).toMatchObject({
    why: 'no-customer',
    state: 'live',
    version: 1,
    events: ['start'],
  })
  expect(await why(journey, 'no\0body')).toBe('no-customer')
  await expect(ask('00000000-0000-7000-8000-000000000000')).rejects.toThrow('not-found')
})

test('a journey that was never published', async () => {
  await door.send(start())
  const { id } = await createDraft(door.engine, door.workspace, drawn(), 'test')
  expect(await ask(id)).toMatchObject({ why: 'draft', state: 'draft', version: null })
})

test('she is in it, by whichever event', async () => {
  const journey = await publish()
  await door.send(start())
  await door.send(start())
  expect(await ask(journey)).toMatchObject({
    why: 'inside',
    enrollment: { id: await idOf(journey), node: 'hold', endedAt: null },
  })
})

test('she never sent the event: what she sent instead, and what a browser of hers sent', async () => {
  const journey = await publish()
  await door.send(
    identify('ada', { name: 'Ada' }),
    message('ada', 'Start'),
    message('ada', 'other'),
    message('ada', 'Start'),
  )
  const answer = await ask(journey)
  expect(answer).toMatchObject({ why: 'never-sent', events: ['start'], byApi: false, event: null, anonymous: null })
  expect(answer.others.map(({ name, times }) => [name, times])).toEqual(
    expect.arrayContaining([
      ['Start', 2],
      ['other', 1],
    ]),
  )
  expect(answer.others).toHaveLength(2)

  const { userId: _, ...anonymous } = message('', 'start', {}, { anonymousId: 'cookie' })
  await door.send(anonymous)
  await door.send(message('ada', 'other', {}, { anonymousId: 'cookie' }))
  expect(await ask(journey)).toMatchObject({ why: 'never-sent', anonymous: { customer: 'cookie', name: 'start' } })
})

test('customers come by API only, or by both ways', async () => {
  const api = { id: 'api', type: 'entry-api', config: {} }
  const hold = { id: 'hold', type: 'wait', config: { duration: 'P1D' } }
  const journey = await door.publish(inARow('By API', [api, hold]))
  await door.send(start())
  expect(await ask(journey)).toMatchObject({ why: 'by-api', events: [], byApi: true })
  await door.enroll(journey, { customers: ['ada'], properties: {}, key: 'k' })
  expect(await why(journey)).toBe('inside')
})

test('the event let her in, and she has left since', async () => {
  const journey = await publish()
  await door.send(start())
  await door.send(close())
  expect(await ask(journey)).toMatchObject({
    why: 'entered',
    event: { name: 'start' },
    enrollment: { id: await idOf(journey), reason: 'exit', endedAt: expect.any(Date) },
  })
})

test('it came before the journey was published, while it was paused, and after it was stopped', async () => {
  await door.send(start())
  const journey = await publish()
  expect(await ask(journey)).toMatchObject({ why: 'not-live', stood: null, state: 'live' })
  await pauseJourney(door.engine, door.workspace, journey, 'hold')
  await door.send(start())
  await resumeJourney(door.engine, door.workspace, journey)
  expect(await ask(journey)).toMatchObject({ why: 'not-live', stood: { state: 'paused', version: 1 }, state: 'live' })
  await stopJourney(door.engine, door.workspace, journey)
  await door.send(start())
  expect(await ask(journey)).toMatchObject({ why: 'not-live', stood: { state: 'stopped' }, state: 'stopped' })
  // Published again it is the version then that is asked: what came before it stays what it was.
  await door.publishAgain(journey, drawn())
  expect(await why(journey)).toBe('not-live')
  await door.send(start())
  expect(await why(journey)).toBe('inside')
})

test('whoever was let go with the journey is not in it any more', async () => {
  const journey = await publish()
  await door.send(start())
  await pauseJourney(door.engine, door.workspace, journey, 'discard')
  expect(await ask(journey)).toMatchObject({ why: 'entered', state: 'paused', enrollment: { reason: 'discarded' } })
})

test('it was imported, came a day late, or had too many journeys behind it', async () => {
  const journey = await publish()
  await door.importAll(start())
  expect(await why(journey)).toBe('imported')
  await door.clear()
  const late = await publish()
  await door.send(start({}, { atMs: Date.now() - 25 * 3_600_000 }))
  expect(await why(late)).toBe('late')
  await door.send(start({}, { hops: 11 }))
  expect(await why(late)).toBe('too-many-hops')
})

test('the version that was live then began with another event', async () => {
  const journey = await door.publish(waiting('Asked about', [{ id: 'yes', event: 'bought' }], {}, { event: 'begin' }))
  await door.send(start())
  await door.publishAgain(journey, drawn())
  expect(await ask(journey)).toMatchObject({ why: 'other-entry', version: 2, stood: { version: 1 } })
  // A plan by which nobody goes any more is forgotten.
  await door.pool.query('DELETE FROM plan WHERE hash = (SELECT plan FROM version WHERE number = 1)')
  const engine = { ...door.engine, plans: new Plans() }
  expect(await whyNotEntered(engine, door.workspace, journey, 'ada')).toMatchObject({ why: 'version-forgotten' })
})

test('the rule did not match: each condition with what was found, counts as of the event, attributes as of today', async () => {
  const rule = {
    combinator: 'and' as const,
    rules: [
      ...where('event.value', '>=', 50).rules,
      ...where('customer.level', '=', 'gold').rules,
      ...where('did.visited', '>=', { count: 2 }).rules,
    ],
  }
  const journey = await publish({}, rule)
  await door.send(
    identify('ada', { level: 'gold' }),
    message('ada', 'visited'),
    start({ value: 30 }),
    message('ada', 'visited'),
  )
  const answer = await ask(journey)
  expect(answer).toMatchObject({
    why: 'rule',
    byToday: true,
    conditions: [{ node: 'in', combinator: 'and', not: false }],
  })
  expect(answer.conditions[0]?.leaves.map(({ leaf, holds, saw }) => [leaf.field, holds, saw])).toEqual([
    ['event.value', false, 30],
    ['customer.level', true, 'gold'],
    ['did.visited', false, 1],
  ])
})

test('a rule that holds by what is known today: nothing that is still known stands against it', async () => {
  const journey = await publish({}, where('customer.level', '=', 'gold'))
  await door.send(start())
  expect(await ask(journey)).toMatchObject({ why: 'rule', conditions: [{ leaves: [{ saw: null }] }] })
  await door.send(identify('ada', { level: 'gold' }))
  expect(await ask(journey)).toMatchObject({ why: 'nothing', byToday: true })
})

test('re-entry: once in a life, while inside, before the gap is over, with the same key or without', async () => {
  const never = await publish()
  await door.send(start())
  await door.send(close())
  await door.send(start())
  expect(await ask(never)).toMatchObject({
    why: 'entered-before',
    enrollment: { id: await idOf(never), reason: 'exit' },
  })

  await door.clear()
  const again = await publish({ reEntry: { when: 'after-exit', gap: 'PT2H' } })
  await door.send(start())
  await door.send(start())
  await door.send(close())
  expect(await ask(again)).toMatchObject({ why: 'already-inside', enrollment: { reason: 'exit' } })
  await door.send(start())
  const { why: soon, until, enrollment } = await ask(again)
  expect(soon).toBe('too-soon')
  expect(until?.getTime()).toBe((enrollment?.enteredAt.getTime() ?? 0) + 2 * 3_600_000)

  await door.clear()
  const keyed = await publish({ reEntry: { when: 'once-per-key', key: 'event.order' } })
  await door.send(start())
  expect(await ask(keyed)).toMatchObject({ why: 'no-key', key: 'event.order', byToday: false })
  await door.send(start({ order: 7 }), close())
  await door.send(start({ order: 7 }))
  expect(await ask(keyed)).toMatchObject({ why: 'repeated', enrollment: { id: await idOf(keyed) } })
})

test('whatever the answer, it takes few statements and writes nothing', async () => {
  const journey = await publish({}, where('did.visited', '>=', { count: 2 }))
  await door.send(...Array.from({ length: 50 }, () => start()))
  const watched = counting(door.pool)
  const answer = await whyNotEntered({ ...door.engine, pool: watched.pool }, door.workspace, journey, 'ada')
  expect(answer.why).toBe('rule')
  expect(watched.statements.length).toBeLessThanOrEqual(11)
  expect(watched.statements.some((text) => /INSERT|UPDATE|DELETE/.test(text))).toBe(false)
})
