import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const count = z.object({
  matches: z.int().nullable(),
  looked: z.int(),
  all: z.boolean(),
  why: z.string().nullable(),
})
const rules = (...leaves: object[]) => ({ rule: { combinator: 'and', rules: leaves } })
const ask = async (...leaves: object[]) =>
  bodyOf(await server.api('POST', '/v1/rules/count', { body: rules(...leaves) }), count)

test('a rule is counted over the customers of its workspace: attributes, and what they did', async () => {
  const identify = (userId: string, traits: object) =>
    server.write('POST', '/v1/identify', { body: { userId, traits } })
  await identify('ada', { level: 'gold' })
  await identify('bob', { level: 'gold' })
  await identify('eve', { level: 'tin' })
  await server.write('POST', '/v1/track', { body: { userId: 'bob', event: 'buy', properties: { total: 9 } } })
  const gold = { field: 'customer.level', operator: '=', value: 'gold' }
  const where = { combinator: 'and', rules: [{ field: 'event.total', operator: '>', value: 5 }] }
  expect(await ask(gold)).toEqual({ matches: 2, looked: 3, all: true, why: null })
  expect(
    (await ask(gold, { field: 'did.buy', operator: '>=', value: { count: 1, within: 'P1D', where } })).matches,
  ).toBe(1)
  const other = await server.otherWorkspace()
  const elsewhere = await other.api('POST', '/v1/rules/count', { body: rules(gold) })
  expect(bodyOf(elsewhere, count)).toMatchObject({ matches: 0, looked: 0, all: true })
})

test('what no customer alone can answer is said, and what is not finished is not counted', async () => {
  expect(await ask({ field: 'event.total', operator: '>', value: 5 })).toMatchObject({ matches: null, why: 'event' })
  expect(await ask({ field: 'touch.mail', operator: '=', value: 'delivered' })).toMatchObject({ why: 'touch' })
  const other = { field: 'customer.a', operator: '=', value: 'entry.a', valueSource: 'field' }
  expect(await ask(other)).toMatchObject({ matches: null, why: 'entry' })
  expect(await ask({ field: 'customer.level', operator: '=' })).toMatchObject({ matches: null, why: 'unfinished' })
  expect((await server.api('POST', '/v1/rules/count', { body: { rule: {} } })).status).toBe(422)
})

test('of many customers the newest 5,000 are looked at, and a rule that would take long is given up in time', async () => {
  await server.pool.query(
    `INSERT INTO customer (workspace, user_id, first_id, attributes)
     SELECT $1, 'many-' || n, 'many-' || n, jsonb_build_object('n', n) FROM generate_series(1, 6000) n`,
    [server.workspace],
  )
  expect(await ask({ field: 'customer.n', operator: '>', value: 0 })).toEqual({
    matches: 5000,
    looked: 5000,
    all: false,
    why: null,
  })
  await server.pool.query(
    `INSERT INTO event (workspace, customer, number, received_at, at, kind, name, properties, message_id)
     SELECT $1, c.id, nextval('event_number'), now(), now(), 'track', 'often', '{"text": "x"}', c.id || ' ' || n
       FROM (SELECT id FROM customer WHERE workspace = $1 ORDER BY id DESC LIMIT 100) c, generate_series(1, 1000) n`,
    [server.workspace],
  )
  const where = {
    combinator: 'and',
    rules: Array.from({ length: 90 }, (_, nth) => ({
      field: 'event.text',
      operator: 'notIn',
      value: [`a${nth}`, 'b'],
    })),
  }
  const startedMs = performance.now()
  const slow = await ask({ field: 'did.often', operator: '>=', value: { count: 1, where } })
  expect(slow).toMatchObject({ matches: null, why: 'slow' })
  expect(performance.now() - startedMs).toBeLessThan(5_000)
})
