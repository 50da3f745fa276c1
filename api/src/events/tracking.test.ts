import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { Analytics } from '@segment/analytics-node'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { basic, bodyOf, issuesOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const answer = z.object({ success: z.literal(true), accepted: z.number(), repeated: z.number(), rejected: z.number() })
const told = z.object({
  items: z.array(z.looseObject({ kind: z.string(), name: z.string().optional() })),
  next: z.string().nullable(),
})
const rejectedList = z.object({
  items: z.array(
    z.object({ message: z.string(), issues: z.array(z.object({ code: z.string(), message: z.string() })) }),
  ),
})

const event = (user: string, more: Record<string, unknown> = {}) => ({
  type: 'track',
  userId: user,
  event: 'purchase',
  messageId: randomUUID(),
  ...more,
})
const batch = (...messages: unknown[]) => server.write('POST', '/v1/batch', { body: { batch: messages } })
const timeline = async (id: string) => bodyOf(await server.api('GET', `/v1/customers/${id}/timeline`), told).items
const newestRejected = async () => bodyOf(await server.api('GET', '/v1/events/rejected?limit=1'), rejectedList).items[0]

describe('Segment’s own client', () => {
  test('identifies, tracks, pages and screens; everything stands in the timeline', async () => {
    const failures: unknown[] = []
    const analytics = new Analytics({ writeKey: server.writeKey, host: server.url, flushAt: 20 })
    analytics.on('error', (error) => failures.push(error))
    analytics.identify({ userId: 'grace', traits: { email: 'grace@example.com', age: 37, address: { city: 'Paris' } } })
    analytics.track({
      userId: 'grace',
      event: 'Order Completed',
      properties: { total: 19.5 },
      context: { timezone: 'Asia/Tokyo' },
    })
    analytics.page({ userId: 'grace', name: 'Home' })
    analytics.screen({ userId: 'grace', name: 'Cart' })
    analytics.group({ userId: 'grace', groupId: 'acme' })
    analytics.alias({ userId: 'grace', previousId: 'old' })
    await analytics.closeAndFlush({ timeout: 10_000 })
    expect(failures).toEqual([])

    const items = await timeline('grace')
    expect(items.map(({ name }) => name).toSorted()).toEqual(['Order Completed', 'identify', 'page', 'screen'])
    const customer = bodyOf(await server.api('GET', '/v1/customers/grace'), z.object({ attributes: z.unknown() }))
    expect(customer.attributes).toEqual({
      email: 'grace@example.com',
      age: 37,
      address: { city: 'Paris' },
      timezone: 'Asia/Tokyo',
    })
    const { rows } = await server.pool.query<{ n: number }>('SELECT count(*) AS n FROM rejected')
    expect(rows[0]?.n).toBe(2)
  })
})

describe('a single message', () => {
  test.each(['track', 't', 'identify', 'i', 'page', 'p', 'screen', 's', 'group', 'g', 'alias', 'a'])(
    'goes to /v1/%s',
    async (path) => {
      const answered = await server.write('POST', `/v1/${path}`, {
        body: { userId: 'one', event: 'e', previousId: 'two', groupId: 'g' },
      })
      expect(answered.status).toBe(200)
      const isKept = /^(g|group|a|alias)$/.test(path)
      expect(bodyOf(answered, answer)).toMatchObject({ accepted: isKept ? 0 : 1, rejected: isKept ? 1 : 0 })
    },
  )

  test('that is invalid is refused with every reason, in the caller’s language, and nothing is stored', async () => {
    const before = await newestRejected()
    const answered = await server.write('POST', '/v1/track', {
      body: { properties: [] },
      headers: { 'Accept-Language': 'zh-CN' },
    })
    expect(answered.status).toBe(400)
    expect(issuesOf(answered)).toEqual(['no-id /userId', 'bad-event-name /event', 'not-an-object /properties'])
    expect(answered.text).toContain('需要 userId')
    expect(await newestRejected()).toEqual(before)
  })

  test('is taken up to 32,000 bytes', async () => {
    const frame = JSON.stringify({ userId: 'big', event: 'e', properties: { text: '' } }).length
    const send = (length: number) =>
      server.write('POST', '/v1/track', {
        body: { userId: 'big', event: 'e', properties: { text: 'x'.repeat(length - frame) } },
      })
    expect((await send(32_000)).status).toBe(200)
    expect((await send(32_001)).status).toBe(413)
  })

  test('comes as text/plain with the key in it, as beacons do', async () => {
    const raw = JSON.stringify({ writeKey: server.writeKey, anonymousId: 'beacon', event: 'left' })
    const answered = await server.call('POST', '/v1/t', {
      raw,
      headers: { 'Content-Type': 'text/plain;charset=UTF-8' },
    })
    expect(answered.status).toBe(200)
    expect(await timeline('beacon')).toHaveLength(1)
  })
})

describe('a batch', () => {
  test('takes the good and sets the bad aside with their reasons', async () => {
    const answered = await batch(
      event('bea'),
      { type: 'track', event: 'nobody did this' },
      event('bea', { properties: { note: 'a\u0000b' } }),
      event('bea', { timestamp: '9999-01-01T00:00:00Z' }),
      event('bea', { properties: { text: 'x'.repeat(32_000) } }),
      'no message',
      event('bea', { properties: JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`) }),
      event('bea'),
    )
    expect(answered.status).toBe(200)
    expect(bodyOf(answered, answer)).toEqual({ success: true, accepted: 2, repeated: 0, rejected: 6 })
    const { items } = bodyOf(await server.api('GET', '/v1/events/rejected?limit=6'), rejectedList)
    expect(items.map(({ issues }) => issues[0]?.code).toSorted()).toEqual([
      'bad-text',
      'no-id',
      'not-an-object',
      'time-out-of-range',
      'too-deep',
      'too-large',
    ])
    const inChinese = { headers: { 'Accept-Language': 'zh-CN' } }
    const { issues = [] } =
      bodyOf(await server.api('GET', '/v1/events/rejected?limit=1', inChinese), rejectedList).items[0] ?? {}
    expect(issues.map(({ message }) => message)).toEqual(['嵌套过深，请减少层级。'])
  })

  test('is taken once, however often it is sent', async () => {
    const messages = [event('rep'), event('rep')]
    expect(bodyOf(await batch(...messages), answer)).toMatchObject({ accepted: 2, repeated: 0 })
    expect(bodyOf(await batch(...messages, messages[0]), answer)).toMatchObject({ accepted: 0, repeated: 3 })
    expect(await timeline('rep')).toHaveLength(2)
  })

  test('is taken beside others that make the same customers at the same moment', async () => {
    const users = Array.from({ length: 60 }, (_, nth) => `crowd-${nth}`)
    const shuffled = () =>
      users.map((user) => ({ user, at: Math.random() })).toSorted((one, other) => one.at - other.at)
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => batch(...shuffled().map(({ user }) => event(user)))),
    )
    expect(answers.map((each) => bodyOf(each, answer).accepted)).toEqual(Array(12).fill(60))
    const { rows } = await server.pool.query<{ n: number }>(
      `SELECT count(*) AS n FROM customer WHERE user_id LIKE 'crowd-%'`,
    )
    expect(rows[0]?.n).toBe(60)
  })

  test('comes packed', async () => {
    const raw = new Uint8Array(gzipSync(JSON.stringify({ batch: [event('zip')] })))
    const answered = await server.write('POST', '/v1/b', { raw, headers: { 'Content-Encoding': 'gzip' } })
    expect(bodyOf(answered, answer).accepted).toBe(1)
  })

  test('is refused over 500,000 bytes unpacked and over 2,000 messages', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, 0x20)))
    expect(
      (await server.write('POST', '/v1/batch', { raw: bomb, headers: { 'Content-Encoding': 'gzip' } })).status,
    ).toBe(413)
    expect((await server.write('POST', '/v1/batch', { raw: `{"batch":[]}${' '.repeat(500_000)}` })).status).toBe(413)
    expect((await batch(...Array.from({ length: 2_001 }, () => ({})))).status).toBe(413)
    const answered = await batch(...Array.from({ length: 2_000 }, () => event('many')))
    expect(bodyOf(answered, answer).accepted).toBe(2_000)
  })

  test('is taken to the very byte: 500,000 of a batch and 32,000 of a message, packed or not', async () => {
    const padded = (body: object, bytes: number) => {
      const text = JSON.stringify(body)
      return text + ' '.repeat(bytes - text.length)
    }
    const post = (path: string, text: string, packed: boolean) =>
      packed
        ? server.write('POST', path, {
            raw: new Uint8Array(gzipSync(text)),
            headers: { 'Content-Encoding': 'gzip' },
          })
        : server.write('POST', path, { raw: text })
    for (const packed of [false, true]) {
      const statuses = [
        await post('/v1/batch', padded({ batch: [event('byte')] }, 500_000), packed),
        await post('/v1/batch', padded({ batch: [event('byte')] }, 500_001), packed),
        await post('/v1/track', padded(event('byte'), 32_000), packed),
        await post('/v1/track', padded(event('byte'), 32_001), packed),
      ].map(({ status }) => status)
      expect(statuses).toEqual([200, 413, 200, 413])
    }
    expect(await timeline('byte')).toHaveLength(4)
  })

  test('comes with the key in its body, and a page of another origin may read what was wrong with it', async () => {
    const sent = { writeKey: server.writeKey, batch: [{ type: 'track', anonymousId: 'page-batch', event: 'left' }] }
    const headers = { 'Content-Type': 'text/plain', Origin: 'https://shop.example' }
    const answered = await server.call('POST', '/v1/b', { raw: JSON.stringify(sent), headers })
    expect([answered.status, answered.headers.get('Access-Control-Allow-Origin')]).toEqual([200, '*'])
    for (const raw of ['{', JSON.stringify({ batch: [] }), ' '.repeat(500_001)]) {
      const refused = await server.call('POST', '/v1/b', { raw, headers })
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('*')
    }
  })

  test.each(['', '{', '{"batch":{}}', '[]', 'null', '{"batch":[]', '"batch"'])('that is %j is refused', async (raw) => {
    expect((await server.write('POST', '/v1/batch', { raw })).status).toBe(400)
  })

  test('nested 100,000 deep, around or in a message, does no harm', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect((await server.write('POST', '/v1/batch', { raw: deep })).status).toBe(400)
    const inside = await server.write('POST', '/v1/batch', {
      raw: `{"context":${deep},"batch":[{"type":"track","userId":"deep","event":"e","properties":{"a":${deep.slice(50_000, 150_000)}}}]}`,
    })
    expect(bodyOf(inside, answer)).toMatchObject({ accepted: 0, rejected: 1 })
    expect((await newestRejected())?.message).toContain('[deeper list]')
  })

  test('names from prototypes are stored as they are', async () => {
    const properties = JSON.parse('{"constructor":{"name":1},"toString":null,"prototype":"x"}')
    await batch(event('proto', { properties }), { type: 'identify', userId: 'proto', traits: properties })
    expect((await timeline('proto')).find(({ name }) => name === 'purchase')).toMatchObject({ properties })
  })
})

describe('keys', () => {
  const body = { anonymousId: 'k', event: 'e' }

  test('an unknown or missing one is refused', async () => {
    expect((await server.call('POST', '/v1/track', { body })).status).toBe(401)
    expect((await server.call('POST', '/v1/track', { body, headers: { Authorization: basic('nope') } })).status).toBe(
      401,
    )
    expect((await server.call('POST', '/v1/track', { body: { ...body, writeKey: 'nope' } })).status).toBe(401)
    expect((await server.call('POST', '/v1/track', { body, headers: { Authorization: 'Basic !!!' } })).status).toBe(401)
  })

  test('a revoked one is refused, five seconds later at the latest', async () => {
    const key = await server.key('write-server')
    await server.pool.query('UPDATE access_key SET revoked_at = now() WHERE hint = $1', [key.slice(-4)])
    expect((await server.call('POST', '/v1/track', { body, headers: { Authorization: basic(key) } })).status).toBe(401)
  })

  test('a write key opens nothing else, and an API key writes no events', async () => {
    const { status } = await server.call('GET', '/v1/journeys', {
      headers: { Authorization: `Bearer ${server.writeKey}` },
    })
    expect(status).toBe(403)
    expect(
      (await server.call('POST', '/v1/track', { body, headers: { Authorization: basic(server.apiKey) } })).status,
    ).toBe(403)
  })

  test('a browser’s key writes anonymous customers only, and imports nothing', async () => {
    const headers = { Authorization: basic(await server.key('write-browser')) }
    const answered = await server.call('POST', '/v1/batch', {
      body: { batch: [{ type: 'track', anonymousId: 'b', event: 'e' }, event('known')] },
      headers,
    })
    expect(bodyOf(answered, answer)).toMatchObject({ accepted: 1, rejected: 1 })
    expect((await server.call('POST', '/v1/import', { body: { batch: [] }, headers })).status).toBe(403)
  })
})

test('pages of any origin may send events, and nothing else', async () => {
  const headers = { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' }
  const asked = await server.call('OPTIONS', '/v1/batch', { headers })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('Access-Control-Allow-Origin')).toBe('*')
  expect(asked.headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization.*Content-Type/)
  const other = await server.call('OPTIONS', '/v1/journeys', { headers })
  expect(other.headers.get('Access-Control-Allow-Origin')).toBeNull()
})

describe('import', () => {
  test('takes history by a server key or an API key, applied but silent', async () => {
    const body = {
      batch: [
        event('old', { timestamp: '2020-05-01T00:00:00Z' }),
        { type: 'identify', userId: 'old', traits: { plan: 'pro' } },
      ],
    }
    expect(bodyOf(await server.write('POST', '/v1/import', { body }), answer).accepted).toBe(2)
    expect(bodyOf(await server.api('POST', '/v1/import', { body }), answer).repeated).toBe(1)
    const items = await timeline('old')
    expect(items.every((each) => each.imported === true)).toBe(true)
    expect(items.at(-1)).toMatchObject({ at: '2020-05-01T00:00:00.000Z', name: 'purchase' })
  })

  test('is refused without a key', async () => {
    expect((await server.call('POST', '/v1/import', { body: { batch: [] } })).status).toBe(401)
  })
})

test('whatever a body holds, the answer is never ours to be ashamed of', async () => {
  const odd = fc.oneof(
    { weight: 6, arbitrary: fc.jsonValue({ noUnicodeString: false }) },
    fc.constantFrom(
      '\u0000',
      '\ud800',
      '__proto__',
      '9999-12-31T00:00:00Z',
      '0000-01-01',
      1e308,
      -0,
      'x'.repeat(3_000),
    ),
  )
  const fields = [
    'userId',
    'anonymousId',
    'messageId',
    'event',
    'properties',
    'traits',
    'timestamp',
    'sentAt',
    'context',
    'name',
    'type',
  ]
  const sent = fc.record(Object.fromEntries(fields.map((field) => [field, odd])), { requiredKeys: [] })
  const messages = fc.array(
    fc.oneof(
      sent,
      sent.map((each) => ({ ...each, type: 'track', userId: 'fuzz' })),
      odd,
    ),
    { maxLength: 8 },
  )
  await fc.assert(
    fc.asyncProperty(messages, sent, fc.constantFrom('t', 'i', 'p', 's', 'g', 'a'), async (several, one, path) => {
      const taken = await server.write('POST', '/v1/batch', { body: { ...one, batch: several } })
      expect(taken.status).toBe(200)
      const { accepted, repeated, rejected } = bodyOf(taken, answer)
      expect(accepted + repeated + rejected).toBe(several.length)
      expect([200, 400]).toContain((await server.write('POST', `/v1/${path}`, { body: one })).status)
    }),
    { numRuns: 150 },
  )
})
