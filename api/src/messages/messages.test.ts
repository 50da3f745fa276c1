import { parseCaught } from '@wend/engine/channels/local-outbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, draft, issuesOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
  const traits = { name: 'Ada <b>', email: 'ada@example.com', locale: 'zh-CN' }
  await server.write('POST', '/v1/identify', { body: { userId: 'ada', traits } })
  await server.write('POST', '/v1/identify', { body: { userId: 'noah', traits: { name: 'Noah' } } })
})
afterAll(() => server.close())

const journey = { id: '0190a0b0-0000-7000-8000-000000000001', name: 'Cart reminder' }
const mail = (config: object) => ({ node: { id: 'mail', type: 'send-email', version: 1, config }, journey })
const subject = 'Hi {{ customer.name | default: "friend" }}'
const body = '<p>{{ customer.name }} left {{ event.value }} of {{ entry.value }} in {{ journey.name }}</p>'

const shape = z.object({
  issues: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })),
  empty: z.array(z.object({ value: z.string(), field: z.string() })),
  channel: z.string().optional(),
  content: z.record(z.string(), z.unknown()).optional(),
  blocked: z.string().optional(),
  changes: z.unknown().optional(),
})
const preview = async (asked: object) => {
  const answered = await server.api('POST', '/v1/messages/preview', { body: asked })
  expect(answered.status).toBe(200)
  return bodyOf(answered, shape)
}
const tests = async () =>
  bodyOf(
    await server.api('GET', '/v1/messages/tests'),
    z.object({ items: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() }),
  ).items
const countRows = async (table: 'touch' | 'enrollment' | 'visit' | 'count_delta' | 'event' | 'test_message') =>
  (await server.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n

describe('a preview', () => {
  test('is what the channel would send: her values, escaped, a past event, her language', async () => {
    const shown = await preview({
      ...mail({ subject, body, preheader: 'For you' }),
      customer: 'ada',
      entry: { name: 'add_to_cart', properties: { value: 20 } },
      event: { name: 'purchase', properties: { value: 30 }, at: '2026-01-05T09:00:00Z' },
    })
    expect(shown).toMatchObject({
      issues: [],
      channel: 'email',
      content: { to: 'ada@example.com', subject: 'Hi Ada <b>', headers: {} },
    })
    expect(shown.content?.html).toContain('<p>Ada &lt;b&gt; left 30 of 20 in Cart reminder</p>')
    expect(shown.content?.html).toContain('退订')
    expect(shown).not.toHaveProperty('blocked')
  })

  test('shows fallbacks where nobody is chosen, and says why it would not go to somebody', async () => {
    expect(await preview(mail({ subject, body: '<p>x</p>' }))).toMatchObject({
      content: { subject: 'Hi friend', to: '' },
    })
    expect(await preview({ ...mail({ subject, body: '<p>x</p>' }), customer: 'noah' })).toMatchObject({
      content: { subject: 'Hi Noah', to: '' },
      blocked: 'no-address',
    })
    expect(
      (await server.api('POST', '/v1/messages/preview', { body: { ...mail({ subject, body }), customer: 'eve' } }))
        .status,
    ).toBe(404)
  })

  test('names what came out empty for her, each once for a field that writes it, and at most twenty', async () => {
    const unknown = '{{ customer.city }}{{ customer.city }}{{ customer.name }}{% if customer.vip %}x{% endif %}'
    const asked = mail({ subject: `Hi ${unknown}`, body: `<p>${unknown}{{ event.colour }}</p>` })
    expect((await preview({ ...asked, customer: 'ada' })).empty).toEqual([
      { value: 'customer.city', field: '/subject' },
      { value: 'customer.city', field: '/body' },
      { value: 'event.colour', field: '/body' },
    ])
    const many = Array.from({ length: 30 }, (_, nth) => `{{ customer.a${nth} }}`).join('')
    expect((await preview(mail({ subject: 'x', body: `<p>${many}</p>` }))).empty).toHaveLength(20)
  })

  test('names the field and the remedy of what cannot be rendered, known before or only as it is rendered', async () => {
    const early = await preview(mail({ subject: '{{ customer.name | upcas }}', body: '' }))
    expect(early.issues.map(({ code, path }) => `${code} ${path}`)).toEqual(
      expect.arrayContaining(['unknown-filter /subject', 'required /body']),
    )
    expect(early).not.toHaveProperty('content')
    const late = await preview(mail({ subject, body: '{% for i in (1..60000) %}{{ i }}{% endfor %}' }))
    expect(late.issues).toMatchObject([{ code: 'template-limit', path: '/body' }])
    expect(late.issues[0]?.message).toContain('Shorten')
  })

  test('of a webhook holds secrets by name, and of what sends nothing what it changes', async () => {
    const config = { url: 'https://x.example/{{ customer.name }}', body: '{"k": "{{ secrets.token }}"}' }
    const hook = { node: { id: 'hook', type: 'send-webhook', version: 1, config }, journey, customer: 'ada' }
    expect(await preview(hook)).toMatchObject({
      channel: 'webhook',
      content: { url: 'https://x.example/Ada%20%3Cb%3E', body: '{"k": "{{ secrets.token }}"}' },
    })
    const set = {
      node: {
        id: 'set',
        type: 'set-attributes',
        version: 1,
        config: { attributes: { greeted: '{{ customer.name }}' } },
      },
      journey,
    }
    expect(await preview({ ...set, customer: 'noah' })).toMatchObject({ changes: { attributes: { greeted: 'Noah' } } })
  })

  test('writes nothing, and its way to unsubscribe lets nobody go', async () => {
    const { content } = await preview({ ...mail({ subject, body }), customer: 'ada' })
    const link = /http:\/\/localhost:8080(\/u\/[^"]+)"/.exec(String(content?.html))?.[1] ?? ''
    expect((await server.call('POST', link)).status).toBe(404)
    const { rows } = await server.pool.query('SELECT FROM consent')
    expect(rows).toHaveLength(0)
  })
})

describe('a test', () => {
  const send = (asked: object, headers = {}) => server.api('POST', '/v1/messages/test', { body: asked, headers })

  test('really goes through the channel, marked, to the address given and not to hers, and moves no journey', async () => {
    const { id } = await draft(server)
    const before = await Promise.all((['touch', 'enrollment', 'visit', 'count_delta', 'event'] as const).map(countRows))
    const asked = { ...mail({ subject, body }), journey: { ...journey, id }, customer: 'ada', to: 'me@example.com' }
    const sent = await send(asked)
    expect(sent.status).toBe(201)
    expect(bodyOf(sent, z.object({ state: z.string() })).state).toBe('delivered')

    const caught = await server.api('GET', '/v1/outbox?recipient=me@example.com')
    expect(caught.text).toContain('[Test] Hi Ada')
    expect((await server.api('GET', '/v1/outbox?recipient=ada@example.com')).text).not.toContain('[Test]')
    expect(await tests()).toMatchObject([
      {
        recipient: 'me@example.com',
        customer: 'ada',
        journey: id,
        journeyName: 'Cart reminder',
        state: 'delivered',
        channel: 'email',
      },
    ])
    expect(
      await Promise.all((['touch', 'enrollment', 'visit', 'count_delta', 'event'] as const).map(countRows)),
    ).toEqual(before)
  })

  test('leads straight to where its links lead, as a preview does: nobody is counted who only looks', async () => {
    const linked = mail({ subject, body: '<a href="https://shop.example/">Shop</a>' })
    const { content } = await preview({ ...linked, customer: 'ada' })
    expect(String(content?.html)).toContain('href="https://shop.example/"')
    await server.api('POST', '/v1/messages/test', { body: { ...linked, to: 'links@example.com' } })
    const { rows } = await server.pool.query<{ raw: string }>(
      `SELECT raw FROM caught_mail WHERE recipient = 'links@example.com'`,
    )
    const { html } = await parseCaught(rows[0]?.raw ?? '')
    expect(html).toContain('href="https://shop.example/"')
    expect(html).not.toMatch(/8080\/[co]\//)
  })

  test('without a good address, or with a config that cannot be sent, says what is missing', async () => {
    expect(issuesOf(await send({ ...mail({ subject, body }), customer: 'ada' }))).toEqual(['no-address /to'])
    expect(issuesOf(await send({ ...mail({ subject, body }), to: 'nowhere' }))).toEqual(['no-address /to'])
    expect(issuesOf(await send({ ...mail({ subject, body: '{{ x' }), to: 'me@example.com' }))).toEqual([
      'not-closed /body',
    ])
  })

  test('repeated with its Idempotency-Key is sent once; the twenty-first in a minute waits', async () => {
    const asked = { ...mail({ subject, body }), to: 'once@example.com' }
    const had = (await tests()).length
    const [first, second] = [
      await send(asked, { 'Idempotency-Key': 'one' }),
      await send(asked, { 'Idempotency-Key': 'one' }),
    ]
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text])
    expect((await tests()).length).toBe(had + 1)
    const statuses: number[] = []
    for (let nth = had + 1; nth < 21; nth++) statuses.push((await send(asked)).status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(19 - had)
    const refused = await send(asked)
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60'])
  })

  test('is erased with the customer whose values it shows', async () => {
    await server.api('DELETE', '/v1/customers/ada')
    expect((await tests()).filter(({ customer }) => customer === 'ada')).toEqual([])
    const { rows } = await server.pool.query(`SELECT FROM test_message WHERE content::text LIKE '%Ada%'`)
    expect(rows).toHaveLength(0)
    expect((await server.api('GET', '/v1/outbox?recipient=me@example.com')).text).not.toContain('Ada')
  })
})
