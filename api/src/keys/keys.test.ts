import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { basic, bodyOf, issuesOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const keyRow = { id: z.string(), kind: z.string(), name: z.string(), hint: z.string(), createdAt: z.string() }
const made = z.strictObject({ ...keyRow, key: z.string(), signingSecret: z.string().optional() })
const list = z.strictObject({ items: z.array(z.strictObject(keyRow)), next: z.null() })
const make = async (kind: string, name = '') =>
  bodyOf(await server.api('POST', '/v1/keys', { body: { kind, name } }), made)
const listed = async () => bodyOf(await server.api('GET', '/v1/keys'), list).items

test('a key is shown once, listed by its hint, and opens what its kind opens', async () => {
  const { key, ...row } = await make('api', 'Deploys')
  expect(row).toMatchObject({ kind: 'api', name: 'Deploys', hint: key.slice(-4) })
  expect(await listed()).toContainEqual(row)
  const headers = { Authorization: `Bearer ${key}` }
  expect((await server.call('GET', '/v1/journeys', { headers })).status).toBe(200)
  const { rows } = await server.pool.query('SELECT to_jsonb(access_key)::text AS row FROM access_key')
  expect(JSON.stringify(rows)).not.toContain(key)
})

test('a revoked key opens nothing, at once', async () => {
  const { id, key } = await make('write-server')
  const send = async () =>
    (
      await server.call('POST', '/v1/track', {
        body: { userId: 'u', event: 'e' },
        headers: { Authorization: basic(key) },
      })
    ).status
  expect(await send()).toBe(200)
  expect((await server.api('DELETE', `/v1/keys/${id}`)).status).toBe(204)
  expect(await send()).toBe(401)
  expect((await listed()).map((each) => each.id)).not.toContain(id)
  expect((await server.api('DELETE', `/v1/keys/${id}`)).status).toBe(404)
})

test('another workspace neither sees a key nor revokes it', async () => {
  const { id } = await make('write-browser')
  const stranger = await server.stranger()
  expect(bodyOf(await stranger('GET', '/v1/keys'), list).items.map((each) => each.id)).not.toContain(id)
  expect((await stranger('DELETE', `/v1/keys/${id}`)).status).toBe(404)
  expect((await listed()).map((each) => each.id)).toContain(id)
})

test('a key of an unknown kind is not made', async () => {
  expect((await server.api('POST', '/v1/keys', { body: { kind: 'root' } })).status).toBe(422)
})

describe('a browser key', () => {
  /** As any backend makes it. */
  const tokenFor = (userId: string, secret: string) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const told = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: userId, exp: Math.floor(Date.now() / 1000) + 3600 })}`
    return `${told}.${createHmac('sha256', secret).update(told).digest('base64url')}`
  }
  const browser = async () => {
    const { key, signingSecret = '' } = await make('write-browser')
    const post = (path: string, body: object) =>
      server.call('POST', path, { body, headers: { Authorization: basic(key) } })
    return { post, signingSecret, token: (userId: string) => tokenFor(userId, signingSecret) }
  }
  const attributesOf = async (id: string) =>
    bodyOf(await server.api('GET', `/v1/customers/${id}`), z.object({ attributes: z.record(z.string(), z.unknown()) }))
      .attributes
  const counts = z.object({ accepted: z.int(), repeated: z.int(), rejected: z.int() })

  test('writes an anonymous customer, and a known one with her user token', async () => {
    const { post, token } = await browser()
    expect((await post('/v1/identify', { anonymousId: 'visitor', traits: { plan: 'free' } })).status).toBe(200)
    const refused = await post('/v1/identify', { userId: 'ada', traits: { plan: 'gold' } })
    expect([refused.status, issuesOf(refused)]).toEqual([400, ['needs-user-token /userId']])
    const context = { userToken: token('ada') }
    const taken = await post('/v1/identify', {
      userId: 'ada',
      anonymousId: 'visitor',
      traits: { plan: 'gold' },
      context,
    })
    expect(taken.status).toBe(200)
    expect(await attributesOf('ada')).toEqual({ plan: 'gold' })
    expect(await attributesOf('visitor')).toEqual({ plan: 'gold' })
  })

  test('what an anonymous browser writes never changes a known customer who claimed the anonymous id', async () => {
    const { post, token } = await browser()
    await post('/v1/track', { anonymousId: 'cookie', event: 'looked' })
    // One claims it as her only anonymous id; the other claims one that is a customer already, and stays apart.
    await server.write('POST', '/v1/identify', { body: { userId: 'grace', traits: { level: 'gold' } } })
    await post('/v1/track', { anonymousId: 'second', event: 'looked' })
    for (const anonymousId of ['cookie', 'second'])
      await server.write('POST', '/v1/identify', { body: { userId: 'grace', anonymousId, traits: {} } })
    for (const anonymousId of ['cookie', 'second']) {
      const refused = await post('/v1/identify', {
        anonymousId,
        traits: { level: 'black' },
        context: { timezone: 'UTC' },
      })
      expect([refused.status, issuesOf(refused)]).toEqual([400, ['claimed-anonymous-id /anonymousId']])
      const batch = [
        { type: 'identify', anonymousId, traits: { level: 'black' }, messageId: `again-${anonymousId}` },
        { type: 'track', anonymousId: 'somebody-else', event: 'looked' },
      ]
      expect(bodyOf(await post('/v1/batch', { batch }), counts)).toMatchObject({ accepted: 1, rejected: 1 })
    }
    expect(await attributesOf('grace')).toEqual({ level: 'gold' })
    const { rows } = await server.pool.query(`SELECT count(*)::int AS n FROM event WHERE name = 'looked' AND customer IN
      (SELECT customer FROM customer_id WHERE value IN ('cookie', 'second'))`)
    expect(rows).toEqual([{ n: 2 }])
    // It was set aside, not seen: with her token it is taken.
    const again = { userId: 'grace', anonymousId: 'cookie', messageId: 'again-cookie', traits: { level: 'black' } }
    const taken = await post('/v1/identify', { ...again, context: { userToken: token('grace') } })
    expect(bodyOf(taken, counts)).toMatchObject({ accepted: 1, repeated: 0 })
    expect(await attributesOf('grace')).toEqual({ level: 'black' })
  })

  test('a claim in the middle of a batch parts what came before it from what comes after', async () => {
    const { post, token } = await browser()
    const batch = [
      { type: 'track', anonymousId: 'middle', event: 'before' },
      {
        type: 'identify',
        userId: 'middle-user',
        anonymousId: 'middle',
        traits: {},
        context: { userToken: token('middle-user') },
      },
      { type: 'track', anonymousId: 'middle', event: 'after' },
    ]
    expect(bodyOf(await post('/v1/batch', { batch }), counts)).toMatchObject({ accepted: 2, rejected: 1 })
  })

  test('uses up no message id of a server’s or of another customer’s', async () => {
    const { post, token } = await browser()
    const paid = { event: 'paid', messageId: 'order-1001-paid' }
    const context = { userToken: token('mallory') }
    expect((await post('/v1/track', { anonymousId: 'mallory', ...paid })).status).toBe(200)
    expect((await post('/v1/track', { userId: 'mallory', context, ...paid })).status).toBe(200)
    expect((await post('/v1/track', { anonymousId: 'eve', ...paid })).status).toBe(200)
    const answered = await server.write('POST', '/v1/track', { body: { userId: 'ada', ...paid } })
    expect(bodyOf(answered, counts)).toMatchObject({ accepted: 1, repeated: 0 })
    const again = await post('/v1/track', { anonymousId: 'mallory', ...paid })
    expect(bodyOf(again, counts)).toMatchObject({ accepted: 0, repeated: 1 })
  })

  test('a token of one key proves nothing by another', async () => {
    const [one, other] = [await browser(), await browser()]
    const sent = { userId: 'ada', event: 'e', context: { userToken: one.token('ada') } }
    expect((await one.post('/v1/track', sent)).status).toBe(200)
    expect(issuesOf(await other.post('/v1/track', sent))).toEqual(['bad-user-token /context/userToken'])
  })

  test('opens no other route', async () => {
    const { key } = await make('write-browser')
    for (const { method, path, caller } of server.routes.filter((each) => each.caller !== 'anybody')) {
      if (caller === 'write-key') continue
      for (const Authorization of [basic(key), `Bearer ${key}`]) {
        const address = path.replaceAll(/\{\w+\}/g, 'x')
        const body = method === 'get' ? {} : { body: { batch: [] } }
        const { status } = await server.call(method.toUpperCase(), address, { ...body, headers: { Authorization } })
        expect([path, [401, 403].includes(status)]).toEqual([path, true])
      }
    }
  })
})

test('a customer’s attributes have a bound: the message that would pass it is set aside, and the others are taken', async () => {
  const many = (from: number, n: number) =>
    Object.fromEntries(Array.from({ length: n }, (_, nth) => [`a${from + nth}`, nth]))
  const identify = (traits: object, more = {}) =>
    server.write('POST', '/v1/identify', { body: { userId: 'full', traits, ...more } })
  expect((await identify(many(0, 500))).status).toBe(200)
  const refused = await identify({ one: 'more' }, { messageId: 'one-more' })
  expect([refused.status, issuesOf(refused)]).toEqual([400, ['too-many-attributes /traits']])
  const counts = z.object({ accepted: z.int(), rejected: z.int() })
  const batch = [
    { type: 'identify', userId: 'full', traits: { two: 'more' } },
    { type: 'identify', userId: 'full', traits: { a0: 'other', a1: null } },
    { type: 'identify', userId: 'full', traits: { two: 'more' }, messageId: 'fits' },
    { type: 'track', userId: 'full', event: 'e' },
  ]
  const taken = await server.write('POST', '/v1/batch', { body: { batch } })
  expect(bodyOf(taken, counts)).toMatchObject({ accepted: 3, rejected: 1 })
  const large = (name: string) => ({ [name]: 'x'.repeat(30_000) })
  expect((await server.write('POST', '/v1/identify', { body: { userId: 'large', traits: large('a') } })).status).toBe(
    200,
  )
  expect((await server.write('POST', '/v1/identify', { body: { userId: 'large', traits: large('b') } })).status).toBe(
    200,
  )
  expect(
    issuesOf(await server.write('POST', '/v1/identify', { body: { userId: 'large', traits: large('c') } })),
  ).toEqual(['too-many-attributes /traits'])
  // The id was not used up: once there is room, the same message is taken.
  expect((await identify({ a2: null })).status).toBe(200)
  expect(bodyOf(await identify({ one: 'more' }, { messageId: 'one-more' }), counts)).toMatchObject({ accepted: 1 })
})
