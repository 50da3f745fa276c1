import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, publish, type TestServer, testServer } from '../testing.ts'

let server: TestServer
let journey: string
beforeAll(async () => {
  server = await testServer()
  journey = (await publish(server)).id
  await server.api('POST', `/v1/journeys/${journey}/enrollments`, { body: { customers: ['ada', 'bea'] } })
  // Of one instant, so that their order is told by more than the time: two touches of each customer, and a test of each.
  await server.pool.query(
    `WITH touches AS (
       INSERT INTO touch (workspace, enrollment, visit, journey, customer, node, channel, state, content, attempts, created_at, updated_at,
                          opened_at, clicked_at)
       SELECT e.workspace, e.id, nth, e.journey, e.customer, 'mail', 'email', CASE nth WHEN 2 THEN 'delivered' ELSE 'failed' END,
              '{"subject":"Hello"}', 1, '2026-01-05T09:00:00Z', now(), CASE nth WHEN 2 THEN now() END,
              CASE WHEN nth = 2 AND c.user_id = 'bea' THEN now() END
         FROM enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer, generate_series(2, 3) nth
        WHERE e.journey = $1 RETURNING 1)
     INSERT INTO test_message (workspace, id, at, by, journey, node, customer, channel, recipient, state, content)
     SELECT workspace, gen_random_uuid(), '2026-01-05T09:00:00Z', 'Operator', $1, 'mail', id, 'email', 'me@example.com', 'delivered',
            jsonb_build_object('subject', '[Test] Hello', 'body', E'\\u0001{{ secrets.token }}\\u0001')
       FROM customer WHERE workspace = $2`,
    [journey, server.workspace],
  )
})
afterAll(() => server.close())

const list = z.object({
  items: z.array(z.looseObject({ id: z.string(), kind: z.string() })),
  next: z.string().nullable(),
})
const sent = async (query: string) => bodyOf(await server.api('GET', `/v1/messages?${query}`), list)
const said = async (query: string) =>
  (await sent(query)).items.map(({ kind, customer, state }) => `${kind} ${customer} ${state}`).sort()

test('what was sent as a test stands among what was sent, and every page goes on where the one before it ended', async () => {
  const { items, next } = await sent('')
  expect([items.length, next]).toEqual([6, null])
  expect(items.filter(({ kind }) => kind === 'test')).toHaveLength(2)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: z.output<typeof list> = await sent(`limit=1${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  }
  expect(seen).toEqual(items.map(({ id }) => id))
  expect(items.find(({ kind }) => kind === 'test')).toMatchObject({
    by: 'Operator',
    recipient: 'me@example.com',
    journey,
    attempts: null,
    content: { body: '{{ secrets.token }}' },
  })
  const touch = items.find(({ kind }) => kind === 'touch')
  expect(touch).toMatchObject({ journey, version: 1, attempts: 1, by: null, recipient: null })
  expect((await server.api('GET', `/v1/touches/${touch?.id}`)).status).toBe(200)
})

test('they are told by what is asked of them, also by what their readers did', async () => {
  expect(await said('customer=ada')).toEqual(['test ada delivered', 'touch ada delivered', 'touch ada failed'])
  expect(await said('kind=test')).toEqual(['test ada delivered', 'test bea delivered'])
  expect(await said('kind=touch&state=failed')).toEqual(['touch ada failed', 'touch bea failed'])
  expect(await said(`journey=${journey}&state=delivered&customer=bea`)).toEqual([
    'test bea delivered',
    'touch bea delivered',
  ])
  expect(await said('state=opened')).toEqual(['touch ada delivered', 'touch bea delivered'])
  expect(await said('state=clicked')).toEqual(['touch bea delivered'])
  for (const none of ['channel=webhook', 'node=x', 'journey=x', 'customer=nobody']) expect(await said(none)).toEqual([])
  const touches = bodyOf(
    await server.api('GET', '/v1/touches?state=clicked'),
    z.object({ items: z.array(z.unknown()) }),
  )
  expect(touches.items).toMatchObject([{ customer: 'bea' }])
})

test('another workspace is told nothing of them', async () => {
  const stranger = await server.stranger()
  expect(bodyOf(await stranger('GET', '/v1/messages'), list).items).toEqual([])
})
