import { createHmac, randomUUID } from 'node:crypto'
import { signClick, signOpen } from '@wend/engine/channels/opens'
import { signUnsubscribe } from '@wend/engine/channels/unsubscribe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Answered, basic, bodyOf, soundJourney, type TestServer, testServer } from './testing.ts'

type Call = TestServer['api']
type Settled = Awaited<ReturnType<typeof settle>>

let server: TestServer
/** Theirs, whose ids are tried by ours. */
let theirs: Settled
let ours: Settled
let operations: { method: string; path: string; security: string[]; isStream: boolean }[]

beforeAll(async () => {
  server = await testServer()
  const { api, write, workspace } = server
  theirs = await settle('theirs', { api, write, workspace })
  ours = await settle('ours', await server.otherWorkspace())
  const document = bodyOf(await server.call('GET', '/openapi.json'), documentShape)
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method,
      path,
      security: security.flatMap((each) => Object.keys(each)),
      isStream: path.endsWith('/stream'),
    })),
  )
})
afterAll(() => server.close())

const documentShape = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ security: z.array(z.record(z.string(), z.array(z.string()))) })),
  ),
})
const idShape = z.object({ id: z.string() })
const madeThread = z.object({ id: z.string(), comments: z.array(idShape) })
const madeKey = z.object({ id: z.string(), key: z.string(), signingSecret: z.string() })

/** Fills a workspace with one of everything, each named so that it would be seen in an answer. */
async function settle(name: string, { api, write, workspace }: { api: Call; write: Call; workspace: number }) {
  const file = { ...soundJourney, name: `Journey of ${name}` }
  const made = async () => bodyOf(await api('POST', '/v1/journeys', { body: file }), idShape).id
  const [draft, live] = [await made(), await made()]
  await api('POST', `/v1/journeys/${live}/publish`)
  const user = `user of ${name}`
  const anonymous = `cookie of ${name}`
  const traits = { email: `${name}@example.com`, name: `Ada of ${name}` }
  await write('POST', '/v1/identify', { body: { userId: user, anonymousId: anonymous, traits } })
  await write('POST', '/v1/track', { body: { userId: user, event: 'add_to_cart' } })
  await write('POST', '/v1/track', {
    body: { userId: user, event: `event of ${name}`, properties: { of: `value of ${name}` } },
  })
  await write('POST', '/v1/batch', { body: { batch: [{ type: `rejected of ${name}` }] } })
  const once = { body: { ...file, name: `Once of ${name}` }, headers: { 'Idempotency-Key': 'the same of both' } }
  const repeated = bodyOf(await api('POST', '/v1/journeys', once), idShape).id
  await api('PUT', `/v1/secrets/secret_of_${name}`, { body: { value: `value of ${name}` } })
  const key = bodyOf(
    await api('POST', '/v1/keys', { body: { kind: 'write-browser', name: `Key of ${name}` } }),
    madeKey,
  )
  const { rows } = await server.pool.query<{ enrollment: string; customer: number }>(
    `INSERT INTO touch (workspace, enrollment, visit, journey, customer, node, channel, state, content, created_at, updated_at)
     SELECT workspace, id, 1, journey, customer, 'mail', 'email', 'delivered', $2, now(), now() FROM enrollment
      WHERE workspace = $1 RETURNING enrollment, customer`,
    [workspace, { subject: `Touch of ${name}` }],
  )
  const [{ enrollment = '', customer = 0 } = {}] = rows
  const mail = `<mail-of-${name}@localhost>`
  await server.pool.query(
    'INSERT INTO caught_mail (workspace, message_id, recipient, subject, raw) VALUES ($1, $2, $3, $4, $5)',
    [workspace, mail, traits.email, `Mail of ${name}`, `Subject: Mail of ${name}\r\n\r\nHello`],
  )
  await api('POST', '/v1/messages/test', { body: testOf(live, user, `Test of ${name}`) })
  const link = await server.signInToken(24, workspace)
  const cookie = (await server.call('GET', `/sign-in/${link}`)).headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const signedIn: Call = (method, path, sent = {}) =>
    server.call(method, path, { ...sent, headers: { Cookie: cookie, 'X-Wend': '1', ...sent.headers } })
  const operators = z.object({ items: z.array(idShape) })
  const operator = bodyOf(await signedIn('GET', '/v1/operators'), operators).items.at(-1)?.id ?? ''
  const comment = { node: 'bought', text: `Comment of ${name}`, mentions: [operator] }
  const thread = bodyOf(await signedIn('POST', `/v1/journeys/${live}/comments`, { body: comment }), madeThread)
  const page = randomUUID()
  await signedIn('PUT', `/v1/journeys/${live}/presence/${page}`, { body: { node: 'bought' } })
  return {
    name,
    operator,
    thread: thread.id,
    comment: thread.comments[0]?.id ?? '',
    page,
    api,
    write,
    signedIn,
    workspace,
    journeys: [live, draft],
    repeated,
    user,
    anonymous,
    customer,
    enrollment,
    key,
    touch: `${enrollment}.1`,
    mail,
    secret: `secret_of_${name}`,
    email: traits.email,
  }
}

/** A message to oneself, with a customer's values. */
const testOf = (journey: string, customer: string, subject: string) => ({
  node: { id: 'mail', type: 'send-email', version: 1, config: { subject, body: '<p>{{ customer.name }}</p>' } },
  journey: { id: journey, name: 'Any' },
  customer,
  to: 'tester@example.com',
})

/** What is theirs and could stand in the place of each part of a path. A route with a part that is not here fails until it is told. */
function partsOf(path: string, of: Settled): Record<string, string[]> {
  const folder = path.split('/').slice(0, 3).join('/')
  const known: Record<string, Record<string, string[]>> = {
    '/v1/journeys': {
      id: of.journeys,
      number: ['1'],
      thread: [of.thread],
      comment: [of.comment],
      page: [of.page],
    },
    '/v1/customers': { id: [of.user, of.anonymous] },
    '/v1/touches': { id: [of.touch] },
    '/v1/outbox': { id: [of.mail] },
    '/v1/secrets': { name: [of.secret] },
    '/v1/keys': { id: [of.key.id] },
  }
  const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part)
  return Object.fromEntries(
    parts.map((part) => {
      const values = known[folder]?.[part]
      if (!values) throw new Error(`Say here what {${part}} of ${path} takes.`)
      return [part, values]
    }),
  )
}

const addressesOf = (path: string, of: Settled): string[] =>
  Object.entries(partsOf(path, of)).reduce(
    (paths, [part, values]) =>
      paths.flatMap((each) => values.map((value) => each.replace(`{${part}}`, encodeURIComponent(value)))),
    [
      path === '/v1/events/seen'
        ? `${path}?name=${encodeURIComponent(`event of ${of.name}`)}`
        : path.endsWith('/why-not-entered')
          ? `${path}?customer=${encodeURIComponent(of.user)}`
          : path,
    ],
  )

const soundRule = { combinator: 'and', rules: [{ field: 'customer.email', operator: 'notNull' }] }

/** A body that the route would take from its own workspace. */
function bodyFor(method: string, path: string, of: Settled): object {
  if (path === '/v1/journeys' || (path === '/v1/journeys/{id}' && method === 'put')) return soundJourney
  if (path.endsWith('/enrollments')) return { customers: [of.user, of.anonymous] }
  if (path.endsWith('/comments') || path.endsWith('/replies'))
    return { ...(path.endsWith('/comments') ? { node: 'bought' } : {}), text: 'Hello', mentions: [of.operator] }
  if (path.includes('/presence/')) return { node: 'bought' }
  if (path.endsWith('/pause')) return { mode: 'hold' }
  if (path.endsWith('/publish')) return { inFlight: 'finish', removed: {} }
  if (path.startsWith('/v1/secrets/')) return { value: 'x' }
  if (path.endsWith('/family')) return { family: 'entry' }
  if (path.startsWith('/v1/messages/')) return testOf(of.journeys[0] ?? '', of.user, 'Hello')
  if (path === '/v1/workspace') return { name: 'Other', timeZone: 'Asia/Shanghai', language: 'en' }
  if (path === '/v1/first-steps') return { hidden: true }
  if (path === '/v1/rules/count') return { rule: soundRule }
  if (path === '/v1/keys') return { kind: 'write-browser' }
  if (path.includes('{')) return {}
  const ids = { userId: of.user, anonymousId: of.anonymous, traits: { email: 'taken' }, event: 'purchase' }
  return { ...ids, batch: ['track', 'identify', 'page'].map((type) => ({ ...ids, type })) }
}

const send = (by: Call, { method, isStream }: { method: string; isStream: boolean }, address: string, body: object) =>
  by(method.toUpperCase(), address, {
    headers: { 'If-Match': '"1"', ...(isStream ? { Accept: 'text/event-stream' } : {}) },
    ...(method === 'get' ? {} : { body }),
  })

/** Everything that is kept of a workspace, in whatever table. */
async function stateOf(workspace: number): Promise<Record<string, unknown>> {
  const { rows } = await server.pool.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.columns c
      WHERE table_schema = 'public' AND column_name = 'workspace' ORDER BY 1`,
  )
  const states = await Promise.all(
    rows.map(async ({ name }) => {
      const found = await server.pool.query(
        `SELECT count(*)::int AS n, md5(string_agg(r::text, ',' ORDER BY r::text)) AS hash FROM ${name} AS r WHERE workspace = $1`,
        [workspace],
      )
      return [name, found.rows[0]] as const
    }),
  )
  return Object.fromEntries(states)
}

const marks = (of: Settled): string[] => [
  `of ${of.name}`,
  `of_${of.name}`,
  `of-${of.name}`,
  of.email,
  ...of.journeys,
  of.repeated,
  of.enrollment,
  of.key.id,
  of.key.key,
  of.operator,
  of.thread,
  of.comment,
  of.page,
]
const expectNothingOf = (of: Settled, { text }: Answered): void => {
  for (const mark of marks(of)) expect(text).not.toContain(mark)
}

describe('of two workspaces', () => {
  test('each finds what is its own, so that the ids tried here are real', async () => {
    for (const { method, path, security, isStream } of operations) {
      if (method !== 'get' || !security.includes('apiKey') || isStream || path.endsWith('versions/{number}')) continue
      for (const address of addressesOf(path, theirs)) {
        const { status } = await theirs.api('GET', address)
        expect([address, status]).toEqual([address, path === '/v1/session' ? 401 : 200])
      }
    }
    for (const list of [
      '/v1/journeys',
      '/v1/customers',
      '/v1/touches',
      '/v1/outbox',
      '/v1/secrets',
      '/v1/keys',
      '/v1/events/rejected',
      '/v1/messages/tests',
      '/v1/events/names',
      '/v1/attributes',
    ])
      expect((await theirs.api('GET', list)).text).toContain(theirs.name)
  })

  test.each(['api', 'signedIn'] as const)(
    'no route finds the other’s ids, by %s, and none of its rows change',
    async (by) => {
      const before = await stateOf(theirs.workspace)
      let tried = 0
      for (const operation of operations) {
        const { method, path, security } = operation
        if (!security.includes('apiKey') || !path.includes('{')) continue
        for (const address of addressesOf(path, theirs)) {
          const answered = await send(ours[by], operation, address, bodyFor(method, path, theirs))
          // Whoever puts a secret makes one of her own by that name, and deletes that.
          const status = path === '/v1/secrets/{name}' ? 204 : 404
          expect([method, address, answered.status]).toEqual([method, address, status])
          expectNothingOf(theirs, answered)
          tried += 1
        }
      }
      expect(tried).toBeGreaterThan(30)
      expect(await stateOf(theirs.workspace)).toEqual(before)
    },
  )

  test('no list and no filter shows the other’s rows', async () => {
    const filters = [
      `customer=${encodeURIComponent(theirs.user)}`,
      `journey=${theirs.journeys[0]}`,
      `search=${encodeURIComponent(theirs.user)}`,
      `search=${theirs.email}`,
      `recipient=${theirs.email}`,
      'node=mail',
      `name=${encodeURIComponent(`event of ${theirs.name}`)}`,
      'limit=1000',
    ]
    for (const { method, path, security } of operations) {
      if (method !== 'get' || !security.includes('apiKey') || path.includes('{')) continue
      for (const query of ['', ...filters]) {
        const answered = await ours.api('GET', `${path}?${query}`)
        expect([path, query, answered.status < 500]).toEqual([path, query, true])
        expectNothingOf(theirs, answered)
      }
    }
  })

  test('ids of the other in a body reach nobody there', async () => {
    const before = await stateOf(theirs.workspace)
    for (const operation of operations) {
      const { method, path, security } = operation
      if (method === 'get' || path.startsWith('/u/') || path === '/v1/session/end') continue
      // Ours in the path, theirs in the body.
      for (const address of method === 'delete' ? [] : addressesOf(path, ours)) {
        const by = security.includes('apiKey') ? ours.api : ours.write
        const answered = await send(by, operation, address, bodyFor(method, path, theirs))
        expect([address, answered.status < 500]).toEqual([address, true])
        for (const mark of [theirs.enrollment, theirs.email, ...theirs.journeys])
          expect(answered.text).not.toContain(mark)
      }
    }
    const removed = { inFlight: 'finish', removed: { bought: 'leave', [theirs.journeys[0] ?? '']: 'leave' } }
    await ours.api('POST', `/v1/journeys/${ours.journeys[1]}/publish`, { body: removed })
    expect(await stateOf(theirs.workspace)).toEqual(before)
  })

  test('an answer kept under an Idempotency-Key is the own one', () => {
    expect(ours.repeated).not.toBe(theirs.repeated)
  })

  test('links and tokens open their own workspace only', async () => {
    const before = await stateOf(theirs.workspace)
    const { rows } = await server.pool.query<{ secret: Buffer }>('SELECT secret FROM workspace WHERE id = $1', [
      ours.workspace,
    ])
    const secret = rows[0]?.secret ?? Buffer.alloc(0)
    for (const workspace of [theirs.workspace, ours.workspace]) {
      const link = `/u/${signUnsubscribe(secret, workspace, theirs.customer, 'email')}`
      expect((await server.call('POST', link)).status).toBe(404)
    }
    // A link of ours may name their touch: it leads where we wrote, and finds no such touch here.
    for (const workspace of [theirs.workspace, ours.workspace]) {
      const click = await server.call('GET', `/c/${signClick(secret, workspace, theirs.touch, 'https://x.example/')}`)
      const open = await server.call('GET', `/o/${signOpen(secret, workspace, theirs.touch)}`)
      expect([click.status, open.status]).toEqual(workspace === ours.workspace ? [302, 200] : [404, 404])
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const told = `${part({ alg: 'HS256' })}.${part({ sub: theirs.user })}`
    const userToken = `${told}.${createHmac('sha256', ours.key.signingSecret).update(told).digest('base64url')}`
    const body = { userId: theirs.user, event: 'purchase', context: { userToken } }
    const post = (key: string) => server.call('POST', '/v1/track', { body, headers: { Authorization: basic(key) } })
    expect((await post(theirs.key.key)).status).toBe(400)
    expect((await post(ours.key.key)).status).toBe(200)
    expect((await ours.signedIn('GET', '/v1/session')).text).toContain('"Other"')
    expect(await stateOf(theirs.workspace)).toEqual(before)
  })

  test('a key opens what the document says of its kind, and no other route', async () => {
    const keys = { api: await server.key('api'), server: await server.key('write-server'), browser: theirs.key.key }
    for (const operation of operations) {
      const { method, path, security } = operation
      if (security.length === 0) continue
      const address = path.replaceAll(/\{\w+\}/g, 'x')
      const wrong = [
        ...(security.includes('apiKey') ? [] : [basic(keys.api)]),
        ...(security.includes('writeKey') ? [] : [basic(keys.server), basic(keys.browser)]),
        ...['server', 'browser', 'wend_api_x'].map(
          (kind) => `Bearer ${kind === 'server' ? keys.server : kind === 'browser' ? keys.browser : kind}`,
        ),
        ...(path === '/v1/import' ? [basic(keys.browser)] : []),
      ]
      for (const Authorization of wrong) {
        const by: Call = (verb, to, sent = {}) =>
          server.call(verb, to, { ...sent, headers: { ...sent.headers, Authorization } })
        const { status } = await send(by, operation, address, {})
        expect([method, path, [401, 403].includes(status)]).toEqual([method, path, true])
      }
    }
  })
})
