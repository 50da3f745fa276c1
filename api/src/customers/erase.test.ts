import { tablesHolding } from '@wend/engine/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, publish, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const ada = {
  id: 'ada-lovelace-1815',
  cookie: 'cookie-of-ada',
  apart: 'second-cookie-of-ada',
  email: 'ada.secret@example.com',
  name: 'Ada "Secret" Lovelace',
  phone: '+4917012345678',
}
const traits = { email: ada.email, name: ada.name, phone: ada.phone }
const post = (path: string, body: object) => server.write('POST', path, { body })
const erase = async (id: string) => (await server.api('DELETE', `/v1/customers/${id}`)).status
const countsShape = z.object({
  entered: z.int(),
  active: z.int(),
  ended: z.record(z.string(), z.int()),
  nodes: z.record(z.string(), z.looseObject({ here: z.int() })),
})

test('after an erasure no table of the database holds anything of her, and the counts keep their totals', async () => {
  const journey = await publish(server)
  // A customer of the first cookie, another one whom she claims, and everything that is written about her.
  for (const anonymousId of [ada.cookie, ada.apart]) await post('/v1/page', { anonymousId, name: ada.name })
  await post('/v1/identify', {
    userId: ada.id,
    anonymousId: ada.cookie,
    traits,
    context: { timezone: 'Europe/London' },
  })
  await post('/v1/track', { userId: ada.id, anonymousId: ada.apart, event: 'claimed' })
  const sent = { userId: ada.id, event: 'add_to_cart', properties: { phone: ada.phone }, messageId: 'kept-refused' }
  await post('/v1/track', sent)
  await post('/v1/batch', {
    batch: [
      { type: 'track', userId: ada.id },
      { type: 'identify', traits, context: { userToken: 'x' } },
      { type: 'track', userId: 'bystander' },
    ],
  })
  await server.api('POST', `/v1/journeys/${journey.id}/enrollments`, {
    body: { customers: [ada.id, 'bystander'] },
    headers: { 'Idempotency-Key': 'k' },
  })
  await server.pool.query(
    `INSERT INTO consent (workspace, customer, channel, allowed, source)
    SELECT workspace, customer, 'email', false, $1 FROM customer_id WHERE value = $2`,
    [ada.email, ada.id],
  )
  expect(await tablesHolding(server.pool, Object.values(ada))).toEqual(
    expect.arrayContaining(['consent', 'customer', 'customer_id', 'enrollment', 'idempotency', 'rejected']),
  )

  const counts = async () => bodyOf(await server.api('GET', `/v1/journeys/${journey.id}/counts`), countsShape)
  const before = await counts()
  expect(before).toMatchObject({ entered: 2, active: 2, nodes: { bought: { here: 2 } } })
  expect(await erase(ada.cookie)).toBe(204)

  expect(await tablesHolding(server.pool, Object.values(ada))).toEqual([])
  expect(await counts()).toMatchObject({ entered: 2, active: 1, ended: { erased: 1 }, nodes: { bought: { here: 1 } } })
  for (const id of [ada.id, ada.cookie, ada.apart])
    for (const route of ['', '/timeline'])
      expect((await server.api('GET', `/v1/customers/${id}${route}`)).status).toBe(404)
  expect((await server.api('GET', `/v1/touches?customer=${ada.id}`)).status).toBe(200)
  expect(await erase(ada.id)).toBe(404)
  // Of the others nothing went.
  expect((await server.api('GET', '/v1/customers/bystander')).status).toBe(200)
  const rejected = z.object({ items: z.array(z.object({ message: z.string() })) })
  expect(bodyOf(await server.api('GET', '/v1/events/rejected'), rejected).items.map(({ message }) => message)).toEqual([
    '{"type":"track","userId":"bystander"}',
  ])
  const audit = await server.pool.query('SELECT asked_by, names, customers, done_at IS NOT NULL AS done FROM erasure')
  expect(audit.rows).toEqual([{ asked_by: expect.stringMatching(/^API key …/), names: [], customers: [], done: true }])

  // A client that sends the old message again brings nothing back; what is new makes a new customer.
  expect(bodyOf(await post('/v1/track', sent), z.looseObject({ accepted: z.int() })).accepted).toBe(0)
  expect((await server.api('GET', `/v1/customers/${ada.id}`)).status).toBe(404)
  await post('/v1/track', { ...sent, messageId: 'new', properties: {} })
  const timeline = z.object({ items: z.array(z.object({ kind: z.string() })) })
  const { items } = bodyOf(await server.api('GET', `/v1/customers/${ada.id}/timeline`), timeline)
  expect(items.filter(({ kind }) => kind === 'event')).toHaveLength(1)
})

test('an id that was sent as a number is found among the messages set aside', async () => {
  await post('/v1/identify', { userId: 90125, traits: {} })
  await post('/v1/batch', {
    batch: [
      { type: 'track', userId: 90125 },
      { type: 'track', userId: 901256 },
    ],
  })
  expect(await erase('90125')).toBe(204)
  expect(await tablesHolding(server.pool, ['"userId\\":90125,', ':90125}'])).toEqual([])
  const { rows } = await server.pool.query(`SELECT FROM rejected WHERE strpos(message, '901256') > 0`)
  expect(rows).toHaveLength(1)
})

test('another workspace erases nobody here', async () => {
  await post('/v1/identify', { userId: 'grace', traits: {} })
  const stranger = await server.stranger()
  expect((await stranger('DELETE', '/v1/customers/grace')).status).toBe(404)
  expect((await server.api('GET', '/v1/customers/grace')).status).toBe(200)
})

test('what operators said of her in comments is said without her name; of others, and by chance, nothing is taken away', async () => {
  const { id } = await publish(server)
  const known = { userId: 'said-of-ada', email: 'ada+said@example.com', phone: '+49 170 555' }
  await post('/v1/identify', { userId: known.userId, traits: { email: known.email, phone: known.phone } })
  await post('/v1/identify', { userId: '42', traits: {} })
  const said = [
    `Why did said-of-ada get this twice? She is ADA+said@example.com.`,
    `用户said-of-ada没有收到，电话${known.phone}`,
    'said-of-adam and x-said-of-ada are others, as are ada+said@example.com.au and 1ada+said@example.com',
    'Wait 42 minutes, said of ada',
  ]
  const thread = z.object({ id: z.string() })
  for (const text of said)
    expect((await server.api('POST', `/v1/journeys/${id}/comments`, { body: { node: 'cart', text } })).status).toBe(201)
  for (const each of [known.userId, '42']) expect(await erase(each)).toBe(204)
  const threads = z.object({ items: z.array(thread.extend({ comments: z.array(z.object({ text: z.string() })) })) })
  const { items } = bodyOf(await server.api('GET', `/v1/journeys/${id}/comments`), threads)
  expect(items.flatMap(({ comments }) => comments.map(({ text }) => text)).toSorted()).toEqual(
    ['Why did […] get this twice? She is […].', '用户[…]没有收到，电话[…]', ...said.slice(2)].toSorted(),
  )
})
