import type { JsonObject } from '@wend/nodes/sdk/json'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { message } from '../testing/engine.ts'
import type { Incoming } from './incoming.ts'
import { type TestDoor, testDoor, waiting, where } from './testing.ts'

let one: TestDoor
let many: TestDoor

beforeAll(async () => {
  one = await testDoor()
  many = await testDoor()
  for (const door of [one, many]) {
    for (const draft of drafts) await door.publish(draft)
  }
})
afterAll(async () => {
  await one.drop()
  await many.drop()
})

const big = { id: 'big', event: 'b', where: where('event.v', '>', 1) }
const same = { id: 'same', event: 'c', where: where('event.v', '=', 'entry.v', 'field') }
const any = { id: 'any', event: 'b' }
const often = { id: 'often', event: 'a', where: where('did.c', '>=', { count: 2 }) }

/** Journeys that use everything that an event can do, on the events a, b, c, d. Nobody listens to `e`. */
const drafts = [
  waiting('never', [big, any], { goal: { event: 'c' }, exits: [{ event: 'd' }] }, { event: 'a' }),
  waiting(
    'after-exit',
    [same, often],
    { reEntry: { when: 'after-exit' }, exits: [{ event: 'd' }, { event: 'a', where: where('event.v', '=', 2) }] },
    { event: 'a' },
  ),
  waiting(
    'every-time',
    [{ id: 'again', event: 'b' }, same],
    { reEntry: { when: 'every-time' }, goal: { event: 'd', where: where('event.v', '>', 0) } },
    { event: 'b', where: where('did.a', '=', { count: 1 }) },
  ),
  waiting(
    'once-per-key',
    [often],
    {
      reEntry: { when: 'once-per-key', key: 'event.v' },
      goal: { event: 'c', within: 'PT1H' },
      exits: [{ event: 'b', where: where('entry.v', '=', 1) }],
    },
    { event: 'd' },
  ),
]

const baseMs = Date.now() - 3_600_000

const said = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  v: fc.option(fc.integer({ min: 0, max: 3 })),
  /** Who she says she is: by her user id, by an anonymous id of hers, or both. */
  by: fc.constantFrom('user', 'cookie', 'phone', 'user and cookie'),
  /** Seconds after the hour began: own times need not rise. Some are too late. */
  atS: fc.oneof({ weight: 9, arbitrary: fc.nat(3000) }, { weight: 1, arbitrary: fc.constant(-100_000) }),
  sets: fc.option(fc.record({ name: fc.constantFrom('x', 'timezone'), value: fc.constantFrom(null, 1, 'UTC') }), {
    freq: 3,
  }),
  fill: fc.option(fc.constant({ timezone: 'Asia/Shanghai' }), { freq: 4 }),
})

type Said = typeof said extends fc.Arbitrary<infer T> ? T : never

/** What some customers do, each in her own order. */
const lives = fc.array(fc.array(said, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 4 })

function messagesOf(life: Said[], customer: number): Incoming[] {
  return life.map(({ name, v, by, atS, sets, fill }, nth) => {
    const { userId, ...anonymous } = message(`u${customer}`, name, v === null ? {} : { v }, {
      messageId: `${customer} ${nth}`,
      atMs: baseMs + atS * 1000,
      attributes: sets ? { [sets.name]: sets.value } : {},
      fill: fill ?? {},
    })
    // She is known before: how ids come together in any order has its own tests.
    if (by === 'cookie' || by === 'phone') return { ...anonymous, anonymousId: `${by} ${customer}` }
    return { ...anonymous, userId: `u${customer}`, ...(by !== 'user' && { anonymousId: `cookie ${customer}` }) }
  })
}

/** How the messages are mixed, repeated and cut into batches: read off a list of numbers. */
const plan = fc.record({
  order: fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 40, maxLength: 40 }),
  repeats: fc.array(fc.nat(5), { minLength: 40, maxLength: 40 }),
  streams: fc.integer({ min: 1, max: 3 }),
})

/** Any mixture of customers that keeps each one's order. */
function mix(queues: Incoming[][], order: number[]): Incoming[] {
  const left = queues.map((queue) => [...queue])
  const mixed: Incoming[] = []
  for (let nth = 0; left.some((queue) => queue.length > 0); nth++) {
    const open = left.filter((queue) => queue.length > 0)
    const next = open[(order[nth % order.length] ?? 0) % open.length]?.shift()
    if (next) mixed.push(next)
  }
  return mixed
}

function cut(messages: Incoming[], sizes: number[], repeats: number[]): Incoming[][] {
  const batches: Incoming[][] = []
  for (let from = 0, nth = 0; from < messages.length; nth++) {
    const size = sizes[nth % sizes.length] ?? 1
    const batch = messages.slice(from, from + size)
    from += size
    // What came before comes again, anywhere: in this batch and in later ones.
    for (let again = repeats[nth % repeats.length] ?? 0; again > 0; again--) {
      const earlier = messages[(again * 7 + nth) % from]
      if (earlier) batch.splice(again % (batch.length + 1), 0, ...(batch.includes(earlier) ? [] : [earlier]))
    }
    batches.push([...batch, ...batch.slice(0, repeats[nth % repeats.length] ?? 0)])
  }
  return batches
}

/** Everything that was stored, without ids and times that are drawn anew. */
async function state({ pool }: TestDoor): Promise<JsonObject> {
  const queries = {
    customers: `SELECT user_id, first_id, attributes,
      ARRAY(SELECT kind || ' ' || value FROM customer_id i WHERE i.customer = c.id ORDER BY 1) AS ids FROM customer c ORDER BY first_id`,
    enrollments: `SELECT c.first_id, p.body ->> 'name' AS journey, e.entry_key, e.exclusive, e.entry, e.hops, e.state, e.reason, e.note, e.node,
      e.visit, e.claim - 'number' AS claim, e.goal_at IS NOT NULL AS goal, extract(epoch FROM e.heard_at)::float AS heard
      FROM enrollment e JOIN customer c ON c.id = e.customer JOIN plan p ON p.hash = e.plan ORDER BY 1, 2, 3`,
    visits: `SELECT c.first_id, e.entry_key, p.body ->> 'name' AS journey, v.nth, v.node, v.outlet, v.state, v.seen
      FROM visit v JOIN enrollment e ON e.id = v.enrollment JOIN customer c ON c.id = e.customer JOIN plan p ON p.hash = e.plan ORDER BY 1, 2, 3, 4`,
    watches: `SELECT c.first_id, e.entry_key, p.body ->> 'name' AS journey, w.event, w.kind, w.visit, w.nth, w.branch, w.condition
      FROM watch w JOIN enrollment e ON e.id = w.enrollment JOIN customer c ON c.id = e.customer JOIN plan p ON p.hash = e.plan ORDER BY 1, 2, 3, 4, 5, 7`,
    events: `SELECT c.first_id, e.name, e.kind, e.properties, e.message_id, e.hops, e.silent, extract(epoch FROM e.at)::float AS at
      FROM event e JOIN customer c ON c.id = e.customer ORDER BY c.first_id, e.number`,
    counts: `SELECT p.body ->> 'name' AS journey, n.key, sum(n.value::int)::int AS n
      FROM count_delta d CROSS JOIN LATERAL jsonb_each_text(d.delta) n JOIN version v ON v.journey = d.journey JOIN plan p ON p.hash = v.plan
      GROUP BY 1, 2 HAVING sum(n.value::int) <> 0 ORDER BY 1, 2`,
    // How often somebody was rung may differ; whom nobody rings may not.
    rung: `SELECT DISTINCT c.first_id, e.entry_key, p.body ->> 'name' AS journey FROM poke k JOIN enrollment e ON e.id = k.enrollment
      JOIN customer c ON c.id = e.customer JOIN plan p ON p.hash = e.plan WHERE e.state <> 'ended' ORDER BY 1, 2, 3`,
  }
  const found: JsonObject = {}
  for (const [name, sql] of Object.entries(queries))
    found[name] = JSON.parse(JSON.stringify((await pool.query(sql)).rows))
  return found
}

const forget = (door: TestDoor) =>
  door.pool.query(`DELETE FROM poke; DELETE FROM count_delta; DELETE FROM visit; DELETE FROM watch; DELETE FROM enrollment;
    DELETE FROM event; DELETE FROM message_seen; DELETE FROM customer_id; DELETE FROM customer;
    UPDATE workspace SET erasures = erasures + 1`)

test('any mixture of customers, any repetition and any batches that keep her order give the same state as one at a time', async () => {
  await fc.assert(
    fc.asyncProperty(lives, plan, async (all, { order, sizes, repeats, streams }) => {
      await Promise.all([forget(one), forget(many)])
      const queues = all.map(messagesOf)
      for (const single of queues.flat()) await one.send(single)

      // Each stream has customers of its own, and the streams run at once.
      await Promise.all(
        Array.from({ length: streams }, async (_, stream) => {
          const mine = mix(
            queues.filter((_, customer) => customer % streams === stream),
            order,
          )
          for (const batch of cut(mine, sizes, repeats)) await many.send(...batch)
        }),
      )
      expect(await state(many)).toEqual(await state(one))
    }),
    { numRuns: 80 },
  )
}, 300_000)
