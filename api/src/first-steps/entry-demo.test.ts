import type { Journey } from '@wend/engine/journey/journey'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'
import { exampleOf } from './entry-demo.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const made = z.object({ customers: z.int(), entered: z.int(), unmet: z.array(z.string()) })
const hold: [string, object] = ['wait', { duration: 'PT1H' }]

/** Publishes a journey of these entries, each led to an hour's wait. */
async function live(entries: [type: string, config: object][], settings: Journey['settings'] = {}): Promise<string> {
  const nodes = [...entries, hold].map(([type, config], nth) => ({
    id: `n${nth}`,
    type,
    version: 1,
    position: { x: 0, y: nth * 100 },
    config,
  }))
  const edges = entries.map((_, nth) => ({ from: `n${nth}`, outlet: 'next', to: `n${entries.length}` }))
  const { id } = bodyOf(
    await server.api('POST', '/v1/journeys', { body: { name: 'Own', nodes, edges, settings } }),
    z.looseObject({ id: z.string() }),
  )
  expect((await server.api('POST', `/v1/journeys/${id}/publish`)).status).toBe(201)
  return id
}
const demo = (id: string) => server.api('POST', `/v1/journeys/${id}/demo`)
const where = (...rules: object[]) => ({ combinator: 'and', rules })

test('demo customers enter by the conditions of the entry, with properties as they were received, but nobody real in them', async () => {
  const sent = { value: 12.5, colour: 'green', order_id: 'real-1', contact: 'ada@shop.com', phone: '+4917012345678' }
  await server.write('POST', '/v1/track', { body: { userId: 'ada', event: 'tea_bought', properties: sent } })
  const rule = where(
    { field: 'event.value', operator: '>=', value: 50 },
    { field: 'customer.level', operator: 'in', value: ['gold'] },
    { field: 'did.tea_viewed', operator: '>=', value: { count: 2, within: 'P7D' } },
  )
  const id = await live([['entry-event', { event: 'tea_bought', where: rule }]], {
    reEntry: { when: 'once-per-key', key: 'event.order_id' },
  })
  expect(bodyOf(await demo(id), made)).toEqual({ customers: 5, entered: 5, unmet: [] })
  const { rows } = await server.pool.query<{ user: string; email: string; level: string; properties: object }>(
    `SELECT c.user_id AS user, c.attributes ->> 'email' AS email, c.attributes ->> 'level' AS level, e.entry -> 'properties' AS properties
       FROM enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer WHERE e.journey = $1`,
    [id],
  )
  expect(rows).toHaveLength(5)
  for (const { user, email, level, properties } of rows) {
    expect([user, email, level]).toEqual([expect.stringMatching(/^demo-\d+-\d$/), `${user}@example.com`, 'gold'])
    expect(properties).toEqual({ value: 50, colour: 'green', order_id: user, contact: user, phone: user })
  }
})

test('several entries are tried in turn, API entries too; one that cannot be met is told', async () => {
  const id = await live([
    ['entry-event', { event: 'met' }],
    [
      'entry-event',
      { event: 'unmet', where: where({ field: 'customer.email', operator: 'endsWith', value: '@shop.com' }) },
    ],
    ['entry-api', { properties: ['plan'] }],
  ])
  expect(bodyOf(await demo(id), made)).toEqual({ customers: 5, entered: 5, unmet: ['n1'] })
  const { rows } = await server.pool.query(
    `SELECT entry ->> 'name' AS by, count(*)::int AS n FROM enrollment WHERE journey = $1 GROUP BY 1 ORDER BY 2`,
    [id],
  )
  expect(rows.map(({ n }) => n)).toEqual([2, 3])
})

test('where no entry can be met, the journey is not live, or there were enough, nobody is made and it is said why', async () => {
  const rule = where({ field: 'customer.email', operator: '=', value: 'ada@shop.com' })
  const unmet = await live([['entry-event', { event: 'unmet', where: rule }]])
  const before = await server.pool.query('SELECT count(*) FROM customer')
  expect([(await demo(unmet)).status, (await demo(unmet)).text]).toEqual([409, expect.stringContaining('demo-unmet')])
  const id = await live([['entry-event', { event: 'met' }]])
  await server.api('POST', `/v1/journeys/${id}/pause`, { body: { mode: 'hold' } })
  expect((await demo(id)).status).toBe(409)
  await server.api('POST', `/v1/journeys/${id}/resume`)
  await server.pool.query('UPDATE workspace SET demos = 50')
  expect((await demo(id)).status).toBe(429)
  expect((await server.pool.query('SELECT count(*) FROM customer')).rows).toEqual(before.rows)
})

test('what could name or reach somebody is invented, whatever it is called', () => {
  const place = (path: string, ...samples: (string | number | boolean)[]) => ({ path, count: 1, kinds: [], samples })
  const places = [
    place('userId', 'u-1'),
    place('note', 'call 0170 123-45-67 now', 'mail ada@shop.com'),
    place('order.total', 3),
    place('kind', 'a', 'b'),
    place('gift', true),
    { ...place('at', '2026-01-05T09:00:00Z'), kinds: ['time' as const] },
  ]
  expect(exampleOf(places, 1, 'demo-1-2')).toEqual({
    userId: 'demo-1-2',
    note: 'demo-1-2',
    kind: 'b',
    gift: true,
    at: '2026-01-05T09:00:00Z',
  })
  expect(exampleOf(places, 0, 'demo-1-1')).toMatchObject({ note: 'demo-1-1', kind: 'a' })
})
