import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, publish, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const list = z.object({ items: z.array(z.looseObject({ id: z.string() })), next: z.string().nullable() })
const behind = async (query: string) => bodyOf(await server.api('GET', `/v1/touches?${query}`), list)

/** A touch as a step would leave it. */
async function touch(journey: string, customer: string, state: string, minutes: number, reason: string | null = null) {
  await server.api('POST', `/v1/journeys/${journey}/enrollments`, { body: { customers: [customer] } })
  await server.pool.query(
    `INSERT INTO touch (workspace, enrollment, visit, journey, customer, node, channel, state, reason, content, attempts, created_at, updated_at)
     SELECT e.workspace, e.id, 2, e.journey, e.customer, 'mail', 'email', $3, $4, '{"subject":"Hello"}', 1,
            now() - make_interval(mins => $5), now()
       FROM enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer
      WHERE e.journey = $1 AND c.user_id = $2`,
    [journey, customer, state, reason, minutes],
  )
}

test('touches are listed newest first, by what is asked, and each can be opened', async () => {
  const { id } = await publish(server)
  await touch(id, 'ada', 'delivered', 3)
  await touch(id, 'bea', 'blocked', 2, 'no-address')
  await touch(id, 'cleo', 'in-doubt', 1)

  const { items } = await behind(`journey=${id}`)
  expect(items.map(({ customer }) => customer)).toEqual(['cleo', 'bea', 'ada'])
  expect(items[1]).toMatchObject({
    channel: 'email',
    state: 'blocked',
    reason: 'no-address',
    node: 'mail',
    journey: id,
    attempts: 1,
    content: { subject: 'Hello' },
  })
  expect(items[0]).not.toHaveProperty('reason')
  expect((await behind('state=blocked')).items).toHaveLength(1)
  expect((await behind('customer=ada')).items).toHaveLength(1)
  expect((await behind('customer=nobody')).items).toEqual([])
  expect((await behind('journey=x')).items).toEqual([])
  expect((await behind('channel=webhook')).items).toEqual([])
  expect((await server.api('GET', '/v1/touches?state=lost')).status).toBe(400)

  const first = await behind('limit=2')
  const rest = await behind(`limit=2&cursor=${first.next}`)
  expect([...first.items, ...rest.items].map(({ id: each }) => each)).toEqual(items.map(({ id: each }) => each))
  expect(rest.next).toBeNull()

  const one = bodyOf(await server.api('GET', `/v1/touches/${items[1]?.id}`), z.looseObject({}))
  expect(one).toEqual(items[1])
  expect((await server.api('GET', `/v1/touches/${items[1]?.id}9`)).status).toBe(404)
})

test('secrets in what was sent are told as they were written', async () => {
  const { id } = await publish(server)
  await touch(id, 'dan', 'delivered', 1)
  const framed = 'Bearer \u0001{{ secrets.token }}\u0001'
  await server.pool.query('UPDATE touch SET content = $2 WHERE journey = $1', [
    id,
    { url: 'https://x.example/', headers: { Authorization: framed }, body: framed },
  ])
  expect((await behind(`journey=${id}`)).items).toMatchObject([
    { content: { headers: { Authorization: 'Bearer {{ secrets.token }}' }, body: 'Bearer {{ secrets.token }}' } },
  ])
})

test('a page of large touches ends early, and the pages behind it hold the rest', async () => {
  const { id } = await publish(server)
  for (let nth = 0; nth < 12; nth++) await touch(id, `large-${nth}`, 'delivered', nth)
  // Texts that Postgres cannot compress, 200 kB each.
  await server.pool.query(
    `UPDATE touch SET content = jsonb_build_object('html', (SELECT string_agg(md5(random()::text || touch.visit || n), '')
       FROM generate_series(1, 6250) n)) WHERE journey = $1`,
    [id],
  )
  const seen: unknown[] = []
  let pages = 0
  for (let next: string | null = ''; next !== null; pages++) {
    const page: z.output<typeof list> = await behind(`journey=${id}&limit=1000${next && `&cursor=${next}`}`)
    seen.push(...page.items.map(({ customer }) => customer))
    next = page.next
  }
  expect(seen).toEqual(Array.from({ length: 12 }, (_, nth) => `large-${nth}`))
  expect(pages).toBeGreaterThan(1)
})
