import { keepNotes, noteEvents } from '@wend/engine/upkeep/note-events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const names = z.object({
  items: z.array(z.object({ name: z.string(), total: z.int(), day: z.int(), week: z.int() })),
  next: z.string().nullable(),
})
const place = z.object({
  path: z.string(),
  count: z.int(),
  kinds: z.array(z.string()),
  samples: z.array(z.unknown()),
})
const seen = z.object({
  total: z.int(),
  looked: z.int(),
  properties: z.array(place),
  recent: z.array(z.object({ customer: z.string() })),
})
const told = async (query = '') =>
  bodyOf(await server.api('GET', `/v1/events/names${query}`), names).items.map(
    ({ name, total, day, week }) => `${name}: ${total} ${day} ${week}`,
  )
const one = async (name: string) =>
  bodyOf(await server.api('GET', `/v1/events/seen?name=${encodeURIComponent(name)}`), seen)
const track = (userId: string, event: string, properties: object = {}) =>
  server.write('POST', '/v1/track', { body: { userId, event, properties } })
/** Lets everything have been received longer ago. */
const age = (seconds: number) =>
  server.pool.query('UPDATE event SET received_at = received_at - make_interval(secs => $1)', [seconds])

test('names are told at once, and once noted are counted once, however often anybody notes', async () => {
  await track('ada', 'cart')
  await track('bob', 'cart', { value: 20 })
  await track('ada', 'purchase', { total: 5 })
  await server.write('POST', '/v1/identify', { body: { userId: 'ada', traits: { level: 'gold' } } })
  expect(await told()).toEqual(['cart: 2 2 2', 'purchase: 1 1 1'])
  await age(20)
  await Promise.all([noteEvents(server.engine), noteEvents(server.engine), noteEvents(server.engine)])
  await noteEvents(server.engine)
  const kept = await server.pool.query('SELECT name, total FROM event_name ORDER BY name')
  expect(kept.rows).toEqual([
    { name: 'cart', total: 2 },
    { name: 'purchase', total: 1 },
  ])
  await track('eve', 'cart', { value: 30, at: '2026-03-01' })
  expect(await told()).toEqual(['cart: 3 3 3', 'purchase: 1 1 1'])
  expect(await told('?search=PURCH')).toEqual(['purchase: 1 1 1'])
  expect(await one('cart')).toEqual({
    total: 3,
    looked: 3,
    properties: [
      { path: 'value', count: 2, kinds: ['number'], samples: [30, 20] },
      { path: 'at', count: 1, kinds: ['time'], samples: ['2026-03-01'] },
    ],
    recent: [{ customer: 'eve' }, { customer: 'bob' }, { customer: 'ada' }],
  })
  expect(await one('nothing')).toEqual({ total: 0, looked: 0, properties: [], recent: [] })
  expect((await server.api('GET', '/v1/events/seen')).status).toBe(400)
})

test('pages go on where they stopped, and another workspace sees nothing', async () => {
  const first = bodyOf(await server.api('GET', '/v1/events/names?limit=1'), names)
  const second = bodyOf(await server.api('GET', `/v1/events/names?limit=1&cursor=${first.next}`), names)
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['cart', 'purchase'])
  expect(second.next).toBeNull()
  const other = await server.otherWorkspace()
  expect(bodyOf(await other.api('GET', '/v1/events/names'), names).items).toEqual([])
  const elsewhere = bodyOf(await other.api('GET', '/v1/events/seen?name=cart'), seen)
  expect(elsewhere).toEqual({ total: 0, looked: 0, properties: [], recent: [] })
})

test('who was erased is no example any more', async () => {
  expect((await server.api('DELETE', '/v1/customers/bob')).status).toBe(204)
  const { recent, properties } = await one('cart')
  expect(recent.map(({ customer }) => customer)).toEqual(['eve', 'ada'])
  expect(properties.find(({ path }) => path === 'value')?.samples).toEqual([30])
})

test('noting reads by an index of blocks, which every month has; names without end are kept to the newest 2,000', async () => {
  await keepNotes(server.engine)
  await keepNotes(server.engine)
  const { rows } = await server.pool.query<{ bare: number; months: number }>(
    `SELECT count(*) FILTER (WHERE x.indexrelid IS NULL)::int AS bare, count(*)::int AS months
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       LEFT JOIN pg_class b ON b.relname = c.relname || '_received'
       LEFT JOIN pg_index x ON x.indexrelid = b.oid AND x.indisvalid
      WHERE i.inhparent = 'event'::regclass`,
  )
  expect(rows).toEqual([{ bare: 0, months: 5 }])
  await server.pool.query(
    `INSERT INTO event_name SELECT $1, 'made up ' || n, 1, now(), now() + make_interval(secs => n), '{}', '{}', '{}'
       FROM generate_series(1, 2100) n`,
    [server.workspace],
  )
  await keepNotes(server.engine)
  const left = await server.pool.query<{ n: number; first: string }>(
    `SELECT count(*)::int AS n, min(substr(name, 9)::int)::int AS first FROM event_name WHERE name LIKE 'made up %'`,
  )
  expect(left.rows).toEqual([{ n: 2000, first: 101 }])
})

test('attributes are told with their values', async () => {
  const list = z.object({ looked: z.int(), attributes: z.array(place) })
  const { attributes } = bodyOf(await server.api('GET', '/v1/attributes'), list)
  expect(attributes).toEqual([{ path: 'level', count: 1, kinds: ['string'], samples: ['gold'] }])
})
