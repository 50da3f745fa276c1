import type { JsonObject } from '@wend/nodes/sdk/json'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Journey } from '../../journey/journey.ts'
import { takeStep } from '../../step/take-step.ts'
import { breaking } from '../../testing/breaking-pool.ts'
import { identify, inARow } from '../../testing/engine.ts'
import { startSink } from '../../testing/sink.ts'
import { type StepBench, stepBench } from '../../testing/steps.ts'
import { Lanes } from './lanes.ts'
import { LiveWorld } from './live-world.ts'

let sink: Awaited<ReturnType<typeof startSink>>
let wend: StepBench
const wire = breaking()

beforeAll(async () => {
  sink = await startSink()
  wend = await stepBench({ allowHosts: sink.host, wrap: wire.wrap })
})
afterAll(async () => {
  await wend.drop()
  await sink.close()
})

type Node = { id: string; type: string; config: JsonObject }
const is = (field: string, value: string) => ({
  combinator: 'and' as const,
  rules: [{ field, operator: '=' as const, value }],
})

/** One link of a chain, named by its place: every kind of thing that a step can do. */
const links: Record<string, (id: string) => Omit<Node, 'id'>> = {
  wait: () => ({ type: 'wait', config: { duration: 'PT1H' } }),
  heard: () => ({ type: 'wait-for-event', config: { branches: [{ id: 'heard', event: 'bought' }], timeout: 'PT1H' } }),
  unheard: () => ({ type: 'wait-for-event', config: { branches: [{ id: 'no', event: 'never' }], timeout: 'PT1H' } }),
  branch: () => ({
    type: 'branch',
    config: { branches: [{ id: 'vip', name: 'VIP', when: is('customer.level', 'gold') }] },
  }),
  split: () => ({
    type: 'split',
    config: {
      branches: [
        { id: 'a', name: 'A', weight: 1 },
        { id: 'b', name: 'B', weight: 1 },
      ],
    },
  }),
  hook: (id) => ({
    type: 'send-webhook',
    config: {
      url: `${sink.url}/${id}`,
      method: 'POST',
      saveAs: `answer-${id}`,
      body: '{"level":"{{ customer.level }}"}',
    },
  }),
  inbox: () => ({ type: 'send-inbox', config: { title: 'Hello {{ customer.level }}', body: 'Hi' } }),
  set: (id) => ({
    type: 'set-attributes',
    config: { attributes: { last: id, level: '{{ customer.level }}{{ event.name }}' } },
  }),
  track: (id) => ({ type: 'track-event', config: { event: 'passed', properties: { by: id } } }),
}

/** Every outlet but `no` of one node leads to the next; the last, where it loops, once more to the first wait. */
function chain(name: string, kinds: string[], loops: boolean): Journey {
  const nodes = [
    { id: 'in', type: 'entry-event', config: { event: name } },
    ...kinds.map((kind, nth) => ({
      id: `n${nth}-${kind}`,
      ...((links[kind] ?? links.wait)?.(`n${nth}-${kind}`) ?? { type: 'exit', config: {} }),
    })),
  ]
  if (loops) {
    // A wait and a look back: the second time round it leaves.
    const again = {
      combinator: 'and' as const,
      rules: [{ field: 'customer.turned', operator: '=' as const, value: 'yes' }],
    }
    nodes.push({ id: 'turned', type: 'branch', config: { branches: [{ id: 'yes', name: 'Yes', when: again }] } })
    nodes.push({ id: 'turn', type: 'set-attributes', config: { attributes: { turned: 'yes' } } })
    nodes.push({ id: 'rest', type: 'wait', config: { duration: 'PT1M' } })
  }
  const journey = inARow(name, nodes, { settings: { exits: [{ event: 'closed' }], goal: { event: 'goal' } } })
  const outlets: Record<string, string[]> = {
    'wait-for-event': ['heard', 'timed-out'],
    branch: ['vip', 'else'],
    split: ['a', 'b'],
  }
  journey.edges = nodes.slice(1).flatMap(({ id }, nth) => {
    const from = nodes[nth]
    if (!from) return []
    if (from.id === 'turned') return [{ from: from.id, outlet: 'else', to: id }]
    const ways = from.id.endsWith('-unheard') ? ['timed-out'] : (outlets[from.type] ?? ['next'])
    return ways.map((outlet) => ({ from: from.id, outlet, to: id }))
  })
  if (loops) journey.edges.push({ from: 'rest', outlet: 'next', to: nodes[1]?.id ?? '' })
  return journey
}

const kept = ['enrollment', 'customer', 'watch', 'event', 'count_delta', 'visit', 'touch', 'poke']

/** Remembers how everything stands, so that the same enrollment can begin again. */
async function remember(): Promise<() => Promise<void>> {
  await wend.pool.query(
    kept
      .map((table) => `DROP TABLE IF EXISTS kept_${table}; CREATE TABLE kept_${table} AS SELECT * FROM ${table}`)
      .join(';'),
  )
  const order = ['touch', 'visit', 'watch', 'count_delta', 'poke', 'event', 'enrollment']
  const back = ['enrollment', 'event', 'poke', 'count_delta', 'watch', 'visit', 'touch']
  return async () => {
    await wend.pool.query(
      [
        'BEGIN',
        ...order.map((table) => `DELETE FROM ${table}`),
        'UPDATE customer c SET attributes = k.attributes FROM kept_customer k WHERE k.id = c.id',
        ...back.map((table) => `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${table}`),
        'COMMIT',
      ].join(';'),
    )
    sink.received.length = 0
  }
}

/** Everything that must not depend on where a step died: no times, no numbers of rows, no attempts. */
async function state(): Promise<unknown> {
  const { rows } = await wend.pool.query(`SELECT
    (SELECT jsonb_agg(jsonb_build_array(id, state, reason, note, node, visit, hand -> 'name', claim, hops, goal_at IS NULL, day_visit) ORDER BY id) FROM enrollment) AS enrollments,
    (SELECT jsonb_agg(jsonb_build_array(enrollment, nth, node, outlet, state, reason, seen) ORDER BY enrollment, nth) FROM visit) AS visits,
    (SELECT jsonb_agg(jsonb_build_array(enrollment, visit, node, channel, state, reason, content) ORDER BY enrollment, visit) FROM touch) AS touches,
    (SELECT jsonb_agg(jsonb_build_array(name, properties, hops, message_id) ORDER BY number) FROM event) AS events,
    (SELECT jsonb_agg(jsonb_build_array(id, attributes) ORDER BY id) FROM customer) AS customers,
    (SELECT jsonb_agg(jsonb_build_array(enrollment, event, kind, visit, nth) ORDER BY enrollment, event, kind, visit, nth) FROM watch) AS watches,
    (SELECT jsonb_object_agg(name, n) FROM (SELECT key AS name, sum(value::int) AS n FROM count_delta, jsonb_each_text(delta) GROUP BY 1 HAVING sum(value::int) <> 0) c) AS counts`)
  return rows[0]
}

/** One step, whose process ends with it, as Temporal would ask for it. */
async function step(id: string): Promise<'end' | 'rest' | 'on' | 'died'> {
  const world = new LiveWorld(wend.ofSteps, wend.ref(id), {
    channels: wend.channels,
    timeLimitMs: 2_000,
    patient: true,
    lanes: new Lanes({ inAll: 9, each: 9 }),
    latestCallMs: 2_000,
    called() {},
  })
  try {
    const { kind } = await takeStep(world)
    return kind === 'end' || kind === 'rest' ? kind : 'on'
  } catch {
    return 'died'
  } finally {
    await world.dispose()
  }
}

async function toTheEnd(id: string, take = step): Promise<void> {
  for (let taken = 0; taken < 200; taken++) {
    const came = await take(id)
    if (came === 'end') return
    if (came === 'rest' || came === 'died') await wend.passTime(id)
  }
  throw new Error('never ended')
}

const keys = (): string[] => [...new Set(sink.received.map(({ key, path }) => `${path} ${key}`))].sort()
let nth = 0

/** Runs a journey undisturbed, then once for every statement of it, before and after which the connection dies. */
async function provenBy(kinds: string[], { loops = false, terminates = false } = {}): Promise<number> {
  const name = `journey-${++nth}`
  const user = `user-${nth}`
  await wend.pool.query(
    'DELETE FROM touch; DELETE FROM visit; DELETE FROM watch; DELETE FROM count_delta; DELETE FROM event; DELETE FROM poke; DELETE FROM enrollment',
  )
  const journey = await wend.publish(chain(name, kinds, loops))
  await wend.send(identify(user, { level: 'gold' }))
  const id = await wend.enter(journey, user, name)
  await wend.track(user, 'bought')
  const again = await remember()

  wire.breakAt(undefined)
  sink.received.length = 0
  await toTheEnd(id)
  const wanted = await state()
  const wantedKeys = keys()
  const statements = wire.count()

  for (let at = 1; at <= statements; at++) {
    for (const when of ['before', 'after'] as const) {
      await again()
      wire.breakAt(at, when, terminates)
      await toTheEnd(id)
      expect(await state(), `died ${when} statement ${at}: ${wire.broken()}`).toEqual(wanted)
      expect(keys(), `died ${when} statement ${at}`).toEqual(wantedKeys)
    }
  }
  wire.breakAt(undefined)

  await again()
  await toTheEnd(id, async (which) => {
    const came = await Promise.all([step(which), step(which), step(which)])
    return came.find((one) => one === 'end') ?? came.find((one) => one === 'on') ?? 'rest'
  })
  expect(await state(), 'steps overlapping').toEqual(wanted)
  expect(keys(), 'steps overlapping').toEqual(wantedKeys)
  expect(sink.received, 'steps overlapping').toHaveLength(wantedKeys.length)
  return statements
}

test('a step killed at any point and repeated changes nothing, and steps that overlap do each thing once', async () => {
  const statements = await provenBy(['hook', 'heard', 'set', 'track', 'inbox', 'split', 'branch', 'unheard', 'hook'], {
    terminates: true,
  })
  expect(statements).toBeGreaterThan(40)
}, 60_000)

test('the same holds for any chain of nodes, and for loops', async () => {
  const kinds = fc.array(fc.constantFrom(...Object.keys(links)), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(kinds, fc.boolean(), async (chained, loops) => {
      await provenBy(chained, { loops })
    }),
    { numRuns: 6 },
  )
}, 60_000)
