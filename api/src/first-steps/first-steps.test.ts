import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, publish, soundJourney, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const steps = async () => bodyOf(await server.api('GET', '/v1/first-steps'), z.record(z.string(), z.unknown()))
const demo = () => server.api('POST', '/v1/first-steps/demo')

test('how far a workspace has come is read from what is there, and can be put away and brought back', async () => {
  const nothing = { events: false, taken: false, draft: null, published: null, moved: null, hidden: false }
  expect(await steps()).toEqual(nothing)
  expect((await server.api('PUT', '/v1/first-steps', { body: { hidden: true } })).status).toBe(204)
  expect(await steps()).toEqual({ ...nothing, hidden: true })
  await server.api('PUT', '/v1/first-steps', { body: { hidden: false } })

  const { id } = await publish(server)
  expect(await steps()).toEqual({ ...nothing, taken: true, published: id })
  const made = bodyOf(await demo(), z.object({ customers: z.int(), events: z.int() }))
  expect(made.customers).toBe(8)
  expect(made.events).toBeGreaterThan(40)
  expect(await steps()).toMatchObject({
    events: true,
    moved: { journey: id, customer: expect.stringMatching(/^demo-1-/) },
  })
})

test('each demo brings fresh customers who leave carts and buy, in the language asked for, and none is set aside', async () => {
  expect((await server.api('POST', '/v1/first-steps/demo', { headers: { 'Accept-Language': 'zh-CN' } })).status).toBe(
    200,
  )
  const { rows } = await server.pool.query<{ name: string; carts: number; bought: number; inside: number }>(
    `SELECT attributes ->> 'name' AS name,
            (SELECT count(*)::int FROM event e WHERE e.customer = c.id AND e.name = 'add_to_cart') AS carts,
            (SELECT count(*)::int FROM event e WHERE e.customer = c.id AND e.name = 'purchase') AS bought,
            (SELECT count(*)::int FROM enrollment e WHERE e.customer = c.id AND e.state <> 'ended') AS inside
       FROM customer c WHERE user_id LIKE 'demo-2-%'`,
  )
  expect(rows).toHaveLength(8)
  expect(rows.map(({ name }) => name)).toContain('李娜')
  expect(rows.filter(({ carts }) => carts > 0).length).toBeGreaterThan(4)
  expect(rows.some(({ bought }) => bought > 0)).toBe(true)
  expect(rows.some(({ inside }) => inside > 0)).toBe(true)
  expect((await server.api('GET', '/v1/events/rejected')).text).toContain('"items":[]')
})

test('after 50 times there is enough of it', async () => {
  await server.pool.query('UPDATE workspace SET demos = 50')
  expect((await demo()).status).toBe(429)
})

test('a template is kept as a draft with its family', async () => {
  const list = z.object({ items: z.array(z.looseObject({ family: z.string(), journey: z.unknown() })) })
  const { items } = bodyOf(await server.api('GET', '/v1/templates'), list)
  const [first] = items
  const made = await server.api('POST', `/v1/journeys?family=${first?.family}`, { body: first?.journey })
  expect([made.status, bodyOf(made, z.looseObject({})).family]).toEqual([201, 'entry'])
  expect((await server.api('POST', '/v1/journeys?family=other', { body: soundJourney })).status).toBe(400)
  const rows = await server.api('GET', '/v1/journeys')
  expect(bodyOf(rows, z.object({ items: z.array(z.looseObject({})) })).items.map(({ family }) => family)).toEqual([
    'entry',
    null,
  ])
})
