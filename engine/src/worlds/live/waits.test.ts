import { catalog as builtIn, createCatalog } from '@wend/nodes/catalog'
import { defineNode, leave, wait } from '@wend/nodes/sdk/define-node'
import type { JsonObject } from '@wend/nodes/sdk/json'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createSteps } from '../../steps.ts'
import { identify, inARow, message } from '../../testing/engine.ts'
import { startSink } from '../../testing/sink.ts'
import { type StepBench, stepBench } from '../../testing/steps.ts'

const words = { name: 'x', description: 'x', summary: 'x', fields: {}, outlets: {} }
const texts = { en: words, 'zh-CN': words }
const shell = { version: 1, icon: '', config: z.strictObject({}), defaults: {}, outlets: ['next'], quick: [], texts }
/** Waits for the same event twice in one visit. */
const twice = defineNode({
  ...shell,
  type: 'twice',
  category: 'wait',
  enter: (_config, { nowMs }) => wait({ untilMs: nowMs + 3_600_000, on: [{ id: 'once', event: 'ping' }] }),
  wake: (_config, { nowMs }, { by }) =>
    by === 'once' ? wait({ untilMs: nowMs + 3_600_000, on: [{ id: 'again', event: 'ping' }] }) : leave('next'),
})
const breaks = defineNode({
  ...shell,
  type: 'breaks',
  category: 'data',
  outlets: ['next', 'failed'],
  enter() {
    throw Object.assign(new Error('Ada Lovelace is no number'), { code: 'no-number' })
  },
})
const never = defineNode({
  ...shell,
  type: 'never',
  category: 'wait',
  enter: () => wait({ untilMs: Number.NaN }),
  wake: () => leave('next'),
})

let sink: Awaited<ReturnType<typeof startSink>>
let wend: StepBench
beforeAll(async () => {
  sink = await startSink()
  wend = await stepBench({ allowHosts: sink.host, catalog: createCatalog([...builtIn.all, twice, breaks, never]) })
})
afterAll(async () => {
  await wend.drop()
  await sink.close()
})

const entry = (event: string) => ({ id: 'in', type: 'entry-event', config: { event } })
const forEvent = (id: string, branches: Record<string, string>, timeout = 'PT1H') => ({
  id,
  type: 'wait-for-event',
  config: { branches: Object.entries(branches).map(([branch, event]) => ({ id: branch, event })), timeout },
})
const hook = {
  id: 'hook',
  type: 'send-webhook',
  config: {
    url: '',
    method: 'POST',
    body: '{{ event.name }} {{ event.nth }}',
    headers: { 'content-type': 'text/plain' },
  },
}
const called = () => ({ ...hook, config: { ...hook.config, url: `${sink.url}/` } })
let nth = 0
async function inside(
  nodes: Parameters<typeof inARow>[1],
  more: Parameters<typeof inARow>[2] = {},
  attributes: JsonObject = {},
) {
  const event = `go-${++nth}`
  const user = `user-${nth}`
  const journey = await wend.publish(inARow('Waits', [entry(event), ...nodes], more))
  await wend.send(identify(user, attributes))
  sink.received.length = 0
  return { journey, user, id: await wend.enter(journey, user, event, { nth: 0 }) }
}
const sent = () => sink.received.map(({ body }) => body)
const edges = (...list: [string, string, string][]) => list.map(([from, outlet, to]) => ({ from, outlet, to }))

describe('an event that comes while the customer is about to wait', () => {
  test('is not lost: the wait first tries every event after the one that was heard', async () => {
    const { id, user } = await inside([called(), forEvent('wait', { yes: 'bought' })])
    await wend.track(user, 'bought', { nth: 1 })
    await wend.track(user, 'bought', { nth: 2 })
    await wend.run(id)
    expect((await wend.trail(id)).visits).toEqual(['in → next', 'hook → next', 'wait → yes'])
    const { rows } = await wend.pool.query('SELECT hand FROM enrollment WHERE id = $1', [id])
    expect(rows[0]).toMatchObject({ hand: { properties: { nth: 1 } } })
  })

  test('goes to the next wait when the one before it took another', async () => {
    const { id, user } = await inside(
      [called(), forEvent('one', { yes: 'bought' }), forEvent('two', { yes: 'bought' }), { ...called(), id: 'told' }],
      {
        edges: edges(['in', 'next', 'hook'], ['hook', 'next', 'one'], ['one', 'yes', 'two'], ['two', 'yes', 'told']),
      },
    )
    await wend.track(user, 'bought', { nth: 1 })
    await wend.track(user, 'bought', { nth: 2 })
    await wend.run(id)
    expect(sent()).toEqual(['go-2 0', 'bought 2'])
  })

  test('but not one that the wait before it has heard, nor one that happened before the entry', async () => {
    const { id, user } = await inside(
      [called(), forEvent('one', { yes: 'bought' }), forEvent('two', { yes: 'bought' })],
      {
        edges: edges(['in', 'next', 'hook'], ['hook', 'next', 'one'], ['one', 'yes', 'two']),
      },
    )
    await wend.send(message(user, 'bought', {}, { atMs: Date.now() - 60_000 }))
    await wend.track(user, 'bought')
    await wend.run(id)
    expect((await wend.trail(id)).visits).toEqual(['in → next', 'hook → next', 'one → yes', 'two → timed-out'])
  })

  test('and is judged as it was when it came: what she did after it does not count yet', async () => {
    const first = { field: 'did.bought', operator: '=' as const, value: { count: 1 } }
    const where = { combinator: 'and' as const, rules: [first] }
    const { id, user } = await inside([
      called(),
      {
        id: 'wait',
        type: 'wait-for-event',
        config: { branches: [{ id: 'yes', event: 'bought', where }], timeout: 'PT1H' },
      },
    ])
    await wend.track(user, 'bought', { nth: 1 })
    await wend.track(user, 'bought', { nth: 2 })
    await wend.run(id)
    expect((await wend.trail(id)).visits.at(-1)).toBe('wait → yes')
    const { rows } = await wend.pool.query('SELECT hand FROM enrollment WHERE id = $1', [id])
    expect(rows[0]).toMatchObject({ hand: { properties: { nth: 1 } } })
  })

  test.each([
    ['exactly 24 hours ago wakes', '24 hours', 'wait → yes'],
    ['a millisecond before that wakes nothing', '24 hours 1 millisecond', 'wait → timed-out'],
  ])('and that happened %s', async (_, age, last) => {
    const { id, user } = await inside([called(), forEvent('wait', { yes: 'bought' })])
    await wend.track(user, 'bought')
    await wend.pool.query(`UPDATE enrollment SET heard_at = heard_at - interval '2 days' WHERE id = $1`, [id])
    await wend.pool.query(
      `UPDATE event SET at = received_at - $2::interval WHERE name = 'bought' AND customer = (SELECT customer FROM enrollment WHERE id = $1)`,
      [id, age],
    )
    await wend.run(id)
    expect((await wend.trail(id)).visits.at(-1)).toBe(last)
  })

  test('however many others came before it', async () => {
    const where = { combinator: 'and' as const, rules: [{ field: 'event.nth', operator: '=' as const, value: 1200 }] }
    const { id, user } = await inside([
      called(),
      {
        id: 'wait',
        type: 'wait-for-event',
        config: { branches: [{ id: 'yes', event: 'seen', where }], timeout: 'PT1H' },
      },
    ])
    await wend.send(...Array.from({ length: 1201 }, (_, at) => message(user, 'seen', { nth: at })))
    await wend.run(id)
    expect((await wend.trail(id)).visits.at(-1)).toBe('wait → yes')
  })
})

describe('a timeout', () => {
  test('keeps the event at hand', async () => {
    const { id, user } = await inside(
      [forEvent('one', { yes: 'bought' }), forEvent('two', { yes: 'never' }), { ...called(), id: 'told' }],
      {
        edges: edges(['in', 'next', 'one'], ['one', 'yes', 'two'], ['two', 'timed-out', 'told']),
      },
    )
    await wend.track(user, 'bought', { nth: 7 })
    await wend.run(id)
    expect(sent()).toEqual(['bought 7'])
  })

  test('that is over but not taken yet gives way to an event whose own time lies before it, and not to a later one', async () => {
    const late = await inside([forEvent('wait', { yes: 'bought' })])
    await wend.pool.query(
      `UPDATE enrollment SET due_at = clock_timestamp() - interval '1 s', heard_at = clock_timestamp() - interval '1 min' WHERE id = $1`,
      [late.id],
    )
    await wend.track(late.user, 'bought')
    await wend.run(late.id)
    expect((await wend.trail(late.id)).visits.at(-1)).toBe('wait → timed-out')

    const early = await inside([forEvent('wait', { yes: 'bought' })])
    await wend.pool.query(
      `UPDATE enrollment SET due_at = clock_timestamp() - interval '1 s', heard_at = clock_timestamp() - interval '1 min' WHERE id = $1`,
      [early.id],
    )
    await wend.send(message(early.user, 'bought', {}, { atMs: Date.now() - 5_000 }))
    await wend.run(early.id)
    expect((await wend.trail(early.id)).visits.at(-1)).toBe('wait → yes')
  })

  test('and an event at once: whoever commits first has it, and the other changes nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, user } = await inside([forEvent('wait', { yes: 'bought' })])
      await wend.pool.query(`UPDATE enrollment SET due_at = clock_timestamp() + interval '20 ms' WHERE id = $1`, [id])
      await new Promise((resolve) => setTimeout(resolve, 15 + round * 3))
      await Promise.all([wend.track(user, 'bought'), wend.step(id), wend.step(id)])
      await wend.run(id)
      const { visits, state } = await wend.trail(id)
      expect([visits.length, state]).toEqual([2, 'ended'])
    }
  })
})

describe('a goal', () => {
  test('reached while a touch is under way ends the enrollment at its next rest', async () => {
    const { id, user } = await inside(
      [called(), { id: 'pause', type: 'wait', config: { duration: 'PT1H' } }, { ...called(), id: 'after' }],
      { settings: { goal: { event: 'bought' } } },
    )
    await wend.track(user, 'bought')
    expect(await wend.step(id)).toEqual({ kind: 'end' })
    expect(await wend.trail(id)).toMatchObject({ reason: 'goal', visits: ['in → next', 'hook → next'] })
  })

  test('reached before a wait ends it there, also where nobody could take the wait up before it was over', async () => {
    const { id } = await inside(
      [called(), forEvent('wait', { yes: 'asked' }, 'PT5S'), { ...called(), id: 'reminder' }],
      {
        settings: { goal: { event: 'bought' } },
        edges: edges(['in', 'next', 'hook'], ['hook', 'next', 'wait'], ['wait', 'timed-out', 'reminder']),
      },
    )
    // As a step leaves it that was cut off behind the touch; the next one comes after an outage.
    await wend.pool.query(
      `UPDATE enrollment SET node = 'wait', visit = 2, arrived_at = clock_timestamp() - interval '1 min',
         goal_at = clock_timestamp() - interval '2 min' WHERE id = $1`,
      [id],
    )
    expect(await wend.step(id)).toEqual({ kind: 'end' })
    expect(await wend.trail(id)).toMatchObject({ reason: 'goal', touches: [] })
    expect(sent()).toEqual([])
  })

  test('that a wait takes lets its branch run first', async () => {
    const { id, user } = await inside(
      [
        forEvent('wait', { yes: 'bought' }),
        { ...called(), id: 'thanks' },
        { id: 'pause', type: 'wait', config: { duration: 'PT1H' } },
        { ...called(), id: 'after' },
      ],
      {
        settings: { goal: { event: 'bought' } },
        edges: edges(
          ['in', 'next', 'wait'],
          ['wait', 'yes', 'thanks'],
          ['thanks', 'next', 'pause'],
          ['pause', 'next', 'after'],
        ),
      },
    )
    await wend.track(user, 'bought', { nth: 3 })
    await wend.run(id)
    expect(sent()).toEqual(['bought 3'])
    expect(await wend.trail(id)).toMatchObject({ reason: 'goal', visits: ['in → next', 'wait → yes', 'thanks → next'] })
  })
})

describe('time', () => {
  test("of a day is the customer's calendar day, over a change of clocks too", async () => {
    const { id } = await inside(
      [{ id: 'pause', type: 'wait', config: { duration: 'P60D' } }],
      {},
      { timezone: 'America/New_York' },
    )
    const { rows } = await wend.pool.query<{ hour: boolean; day: number }>(
      `SELECT (due_at AT TIME ZONE 'America/New_York')::time = (arrived_at AT TIME ZONE 'America/New_York')::time AS hour,
        (due_at AT TIME ZONE 'America/New_York')::date - (arrived_at AT TIME ZONE 'America/New_York')::date AS day FROM enrollment WHERE id = $1`,
      [id],
    )
    expect(rows[0]).toEqual({ hour: true, day: 60 })
  })

  test('a loop whose waits are over at once is broken off, and ends as runaway past its visits a day', async () => {
    const { id } = await inside(
      [
        { id: 'until', type: 'wait-until', config: { at: '2020-01-01T00:00:00Z' } },
        { id: 'none', type: 'wait', config: { duration: 'PT0S' } },
      ],
      {
        edges: edges(['in', 'next', 'until'], ['until', 'next', 'none'], ['none', 'next', 'until']),
        settings: { maxVisitsPerDay: 250 },
      },
    )
    let steps = 0
    while ((await wend.step(id)).kind === 'step') steps++
    expect(steps).toBeGreaterThan(0)
    expect(await wend.trail(id)).toMatchObject({ state: 'ended', reason: 'runaway' })
    expect((await wend.trail(id)).visits).toHaveLength(250)
  })

  test('a new day gives a loop its visits again', async () => {
    const { id } = await inside([{ id: 'rest', type: 'wait', config: { duration: 'PT1H' } }], {
      edges: edges(['in', 'next', 'rest'], ['rest', 'next', 'rest']),
      settings: { maxVisitsPerDay: 3 },
    })
    for (let turn = 0; turn < 3; turn++) {
      await wend.pool.query(`UPDATE enrollment SET day_at = day_at - interval '25 h' WHERE id = $1`, [id])
      await wend.passTime(id)
      expect(await wend.step(id)).toMatchObject({ kind: 'rest' })
    }
    expect(await wend.run(id)).toEqual({ kind: 'end' })
    expect(await wend.trail(id)).toMatchObject({ reason: 'runaway' })
  })
})

test("an exit node ends the enrollment as completed, with the operator's word", async () => {
  const { id } = await inside([called(), { id: 'out', type: 'exit', config: { reason: 'not for her' } }])
  await wend.run(id)
  expect(await wend.trail(id)).toMatchObject({
    reason: 'completed',
    note: 'not for her',
    visits: ['in → next', 'hook → next', 'out'],
  })
})

test('a node may wait for the same event twice in one visit', async () => {
  // What is listened to is read from fields of events, and this node has none.
  await wend.publish(inARow('Listens', [entry('ping')]))
  const { id, user } = await inside([called(), { id: 'twice', type: 'twice', config: {} }])
  expect(await wend.step(id)).toMatchObject({ kind: 'rest' })
  await wend.track(user, 'ping')
  expect(await wend.step(id)).toMatchObject({ kind: 'rest' })
  expect((await wend.trail(id)).visits).toHaveLength(2)
  await wend.track(user, 'ping')
  await wend.step(id)
  expect((await wend.trail(id)).visits.at(-1)).toBe('twice → next')
})

describe('a node that breaks', () => {
  test('fails its visit with a code, and the customer goes on by failed', async () => {
    const { id } = await inside(
      [
        { id: 'breaks', type: 'breaks', config: {} },
        { ...called(), id: 'sorry' },
      ],
      {
        edges: edges(['in', 'next', 'breaks'], ['breaks', 'failed', 'sorry']),
      },
    )
    await wend.run(id)
    expect((await wend.trail(id)).visits).toEqual(['in → next', 'breaks → failed (failed no-number)', 'sorry → next'])
  })

  test('or by next where failed is not drawn, also where a template grows without end', async () => {
    const endless = '{% for a in (1..100000) %}{% for b in (1..100000) %}xxxxxxxxxx{% endfor %}{% endfor %}'
    const { id } = await inside([
      { id: 'breaks', type: 'breaks', config: {} },
      { id: 'never', type: 'never', config: {} },
      { id: 'set', type: 'set-attributes', config: { attributes: { long: endless } } },
      { ...called(), id: 'after' },
    ])
    await wend.run(id)
    expect((await wend.trail(id)).visits).toEqual([
      'in → next',
      'breaks → next (failed no-number)',
      'never → next (failed node-failed)',
      'set → next (failed template-limit)',
      'after → next',
    ])
  })

  test('because this worker does not know it is not left: another worker may', async () => {
    const { id } = await inside([
      { id: 'pause', type: 'wait', config: { duration: 'PT1H' } },
      { id: 'twice', type: 'twice', config: {} },
    ])
    const older = createSteps({ ...wend.engine, catalog: builtIn }, wend.channels)
    await wend.passTime(id)
    await expect(older.step(wend.ref(id))).rejects.toThrow('STEP_FAILED')
    expect((await wend.trail(id)).state).toBe('waiting')
  })
})
