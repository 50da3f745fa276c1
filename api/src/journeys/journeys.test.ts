import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import {
  type Answered,
  bodyOf,
  draft,
  issuesOf,
  publish,
  soundJourney,
  type TestServer,
  testServer,
} from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const resource = z.looseObject({
  id: z.string(),
  state: z.string(),
  revision: z.number(),
  liveVersion: z.number().nullable(),
  draft: z.unknown(),
})
const version = z.looseObject({ number: z.number(), plan: z.string() })
const entries = z.object({
  items: z.array(
    z.object({
      customer: z.string(),
      entered: z.boolean(),
      reason: z.string().optional(),
      enrollment: z.string().optional(),
    }),
  ),
})
const counts = z.object({
  entered: z.number(),
  active: z.number(),
  ended: z.record(z.string(), z.number()),
  nodes: z.record(
    z.string(),
    z.object({
      here: z.number(),
      passed: z.number(),
      failed: z.number(),
      blocked: z.number(),
      delivered: z.number(),
      inDoubt: z.number(),
      outlets: z.record(z.string(), z.number()),
    }),
  ),
})
const list = z.object({ items: z.array(z.looseObject({})), next: z.string().nullable() })

const stateOf = async (id: string) => bodyOf(await server.api('GET', `/v1/journeys/${id}`), resource).state
const act = (id: string, what: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> =>
  server.api('POST', `/v1/journeys/${id}/${what}`, { ...(body === undefined ? {} : { body }), headers })
const countsOf = async (id: string) => bodyOf(await server.api('GET', `/v1/journeys/${id}/counts`), counts)
const enter = async (id: string, ...customers: string[]) =>
  bodyOf(await act(id, 'enrollments', { customers }), entries).items
const behind = async (id: string, query: string) =>
  bodyOf(await server.api('GET', `/v1/journeys/${id}/enrollments?${query}`), list).items
const track = (userId: string, event: string) => server.write('POST', '/v1/track', { body: { userId, event } })

describe('a draft', () => {
  test('is kept as it was drawn, with its address and its ETag', async () => {
    const answered = await server.api('POST', '/v1/journeys', { body: soundJourney })
    expect(answered.status).toBe(201)
    const made = bodyOf(answered, resource)
    expect(made).toMatchObject({ state: 'draft', revision: 1, liveVersion: null, draft: soundJourney })
    expect(answered.headers.get('Location')).toBe(`/v1/journeys/${made.id}`)
    const read = await server.api('GET', `/v1/journeys/${made.id}`)
    expect([read.status, read.headers.get('ETag')]).toEqual([200, answered.headers.get('ETag')])
    expect(bodyOf(read, resource)).toEqual(made)
  })

  test('two operators cannot overwrite each other', async () => {
    const { id, etag } = await draft(server)
    const put = (headers: Record<string, string>, name: string) =>
      server.api('PUT', `/v1/journeys/${id}`, { body: { ...soundJourney, name }, headers })
    expect((await put({}, 'none')).status).toBe(428)
    const saved = await put({ 'If-Match': etag }, 'first')
    expect(saved.status).toBe(200)
    expect((await put({ 'If-Match': etag }, 'second')).status).toBe(412)
    expect((await put({ 'If-Match': 'rubbish' }, 'second')).status).toBe(412)
    expect((await put({ 'If-Match': saved.headers.get('ETag') ?? '' }, 'second')).status).toBe(200)
  })

  test('of two saves at the same moment one wins', async () => {
    const { id, etag } = await draft(server)
    const saves = await Promise.all(
      ['one', 'two', 'three'].map((name) =>
        server.api('PUT', `/v1/journeys/${id}`, { body: { ...soundJourney, name }, headers: { 'If-Match': etag } }),
      ),
    )
    expect(saves.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
  })

  test('of unknown types and bad configs is kept, and check names every fault', async () => {
    const file = {
      ...soundJourney,
      nodes: [
        ...soundJourney.nodes,
        { id: 'odd', type: 'no-such-type', version: 1, position: { x: 0, y: 0 }, config: { anything: [1] } },
        { id: 'bad', type: 'wait', version: 1, position: { x: 0, y: 0 }, config: { duration: 'soon' } },
      ],
      edges: [...soundJourney.edges, { from: 'odd', outlet: 'next', to: 'nowhere' }],
    }
    const { id } = await draft(server, file)
    const checked = await act(id, 'check')
    expect(checked.status).toBe(200)
    const { issues } = bodyOf(
      checked,
      z.object({ issues: z.array(z.object({ node: z.string().optional(), severity: z.string() })) }),
    )
    expect(issues.map(({ node }) => node)).toEqual(expect.arrayContaining(['odd', 'bad']))
    const refused = await act(id, 'publish')
    expect(refused.status).toBe(422)
    expect(bodyOf(refused, z.object({ code: z.string(), issues: z.array(z.unknown()) }))).toMatchObject({
      code: 'invalid-journey',
      issues,
    })
    expect(await stateOf(id)).toBe('draft')
  })

  test('that has not the shape of a journey file is refused, and every fault named', async () => {
    const answered = await server.api('POST', '/v1/journeys', {
      body: {
        name: 7,
        colour: 'red',
        nodes: [{ id: '-', type: 'wait', version: 0, position: {}, config: [], extra: 1 }],
        edges: {},
        settings: { goal: {}, unknown: 1 },
      },
      headers: { 'Accept-Language': 'zh' },
    })
    expect(answered.status).toBe(422)
    expect(issuesOf(answered).map((each) => each.split(' ')[1])).toEqual(
      expect.arrayContaining([
        '/name',
        '/colour',
        '/nodes/0/id',
        '/nodes/0/version',
        '/nodes/0/position/x',
        '/nodes/0/config',
        '/nodes/0/extra',
        '/edges',
        '/settings/goal/event',
        '/settings/unknown',
      ]),
    )
    expect(answered.text).toMatch(/[\u4e00-\u9fff]/)
  })

  test('with one node that has not its shape is told of the faults of the others too', async () => {
    const position = { x: 0, y: 0 }
    const answered = await server.api('POST', '/v1/journeys', {
      body: {
        ...soundJourney,
        nodes: [
          { id: 'a', type: 'wait', version: 1, position },
          { id: 'b', type: 'wait', version: 1, position, config: { duration: 'soon' } },
          { id: 'c', type: 'teleport', version: 1, position, config: {} },
        ],
        settings: { timeZone: 'Mars/Olympus' },
      },
    })
    expect(answered.status).toBe(422)
    expect(issuesOf(answered)).toEqual([
      'invalid-type /nodes/0/config',
      'invalid-config /nodes/1/config/duration',
      'unknown-type /nodes/2/type',
      'unknown-time-zone /settings/timeZone',
    ])
  })

  test('is removed while it was never published', async () => {
    const { id } = await draft(server)
    expect((await server.api('DELETE', `/v1/journeys/${id}`)).status).toBe(204)
    expect((await server.api('GET', `/v1/journeys/${id}`)).status).toBe(404)
    const live = await publish(server)
    expect((await server.api('DELETE', `/v1/journeys/${live.id}`)).status).toBe(409)
  })

  test('the list goes on where it stopped, newest first, with totals', async () => {
    const made = [await publish(server), await draft(server), await draft(server)]
    await enter(made[0]?.id ?? '', 'lister')
    const seen: unknown[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: z.output<typeof list> = bodyOf(
        await server.api('GET', `/v1/journeys?limit=2${cursor && `&cursor=${cursor}`}`),
        list,
      )
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(seen.slice(0, 3)).toEqual(made.map(({ id }) => id).toReversed())
    expect(new Set(seen).size).toBe(seen.length)
    const { items } = bodyOf(await server.api('GET', '/v1/journeys'), list)
    expect(items.find(({ id }) => id === made[0]?.id)).toMatchObject({ counts: { entered: 1, active: 1, ended: 0 } })
  })

  test('the list is asked for by a part of the name, the state and the family, together', async () => {
    const named = (name: string, family: string) =>
      server.api('POST', `/v1/journeys?family=${family}`, { body: { ...soundJourney, name } })
    await named('Filtered Spring sale', 'entry')
    await named('Filtered Autumn sale', 'reactivation')
    const names = async (query: string) =>
      bodyOf(await server.api('GET', `/v1/journeys?${query}`), nameList).items.map(({ name }) => name)
    const nameList = z.object({ items: z.array(z.object({ name: z.string() })) })
    expect(await names('search=fILTERED')).toEqual(['Filtered Autumn sale', 'Filtered Spring sale'])
    expect(await names('search=filtered&family=entry')).toEqual(['Filtered Spring sale'])
    expect(await names('search=filtered&state=live')).toEqual([])
    expect(await names('search=100%25')).toEqual([])
    expect((await server.api('GET', '/v1/journeys?state=lost')).status).toBe(400)
  })

  test('what it is for can be said later; the draft and its ETag stay as they are', async () => {
    const { id, etag } = await draft(server)
    const say = (family: unknown, of = id) => server.api('PUT', `/v1/journeys/${of}/family`, { body: { family } })
    const said = async () => {
      const read = await server.api('GET', `/v1/journeys/${id}`)
      return [read.headers.get('ETag'), bodyOf(read, z.object({ family: z.string().nullable() })).family]
    }
    expect((await say('tiered')).status).toBe(204)
    expect(await said()).toEqual([etag, 'tiered'])
    expect((await say(null)).status).toBe(204)
    expect(await said()).toEqual([etag, null])
    expect((await say('other')).status).toBe(422)
    expect((await say('entry', '0190a0b0-0000-7000-8000-000000000001')).status).toBe(404)
  })

  test('repeated with the same Idempotency-Key is kept once', async () => {
    const headers = { 'Idempotency-Key': randomUUID() }
    const post = (name: string) => server.api('POST', '/v1/journeys', { body: { ...soundJourney, name }, headers })
    const [first, again] = [await post('a'), await post('a')]
    expect(JSON.parse(again.text)).toEqual(JSON.parse(first.text))
    expect([again.status, again.headers.get('ETag'), again.headers.get('Idempotent-Replayed')]).toEqual([
      201,
      first.headers.get('ETag'),
      'true',
    ])
    expect((await post('b')).status).toBe(422)
    expect(
      (
        await server.api('POST', '/v1/journeys', {
          body: soundJourney,
          headers: { 'Idempotency-Key': 'x'.repeat(256) },
        })
      ).status,
    ).toBe(400)
  })
})

describe('publishing', () => {
  test('makes a version that does not change; the next takes newcomers', async () => {
    const { id, etag } = await draft(server)
    const first = await act(id, 'publish')
    expect(first.status).toBe(201)
    expect(bodyOf(first, version).number).toBe(1)
    expect(await stateOf(id)).toBe('live')
    expect((await act(id, 'publish')).status).toBe(428)
    const saved = await server.api('PUT', `/v1/journeys/${id}`, {
      body: { ...soundJourney, name: 'Second' },
      headers: { 'If-Match': etag },
    })
    expect((await act(id, 'publish', undefined, { 'If-Match': etag })).status).toBe(412)
    const second = await act(
      id,
      'publish',
      { inFlight: 'finish', removed: {} },
      { 'If-Match': saved.headers.get('ETag') ?? '' },
    )
    expect(bodyOf(second, version).number).toBe(2)
    const { items } = bodyOf(await server.api('GET', `/v1/journeys/${id}/versions`), list)
    expect(items.map(({ number }) => number)).toEqual([2, 1])
    const kept = bodyOf(await server.api('GET', `/v1/journeys/${id}/versions/1`), z.object({ graph: z.unknown() }))
    expect(kept.graph).toEqual(soundJourney)
    expect((await server.api('GET', `/v1/journeys/${id}/versions/3`)).status).toBe(404)
  })

  test('what is not built yet is an issue, never ignored', async () => {
    const { id } = await draft(server)
    const body = { inFlight: 'move', removed: { cart: 'leave' } }
    expect(issuesOf(await act(id, 'publish', body))).toEqual(['not-available /inFlight', 'not-available /removed/cart'])
    expect(issuesOf(await act(id, 'check', body))).toEqual(['not-available /inFlight', 'not-available /removed/cart'])
    expect((await act(id, 'publish', body)).status).toBe(422)
    expect(await stateOf(id)).toBe('draft')
  })

  test('for the first time, at the same moment and without If-Match, makes one version', async () => {
    const { id } = await draft(server)
    const answers = await Promise.all([1, 2, 3].map(() => act(id, 'publish')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 428, 428])
  })

  test('at the same moment makes one version after the other', async () => {
    const { id, etag } = await publish(server)
    const answers = await Promise.all([1, 2, 3].map(() => act(id, 'publish', undefined, { 'If-Match': etag })))
    expect(answers.map((each) => bodyOf(each, version).number).toSorted()).toEqual([2, 3, 4])
  })
})

describe('states', () => {
  test('what the state forbids is a conflict', async () => {
    const { id } = await draft(server)
    for (const what of ['pause', 'resume', 'stop']) expect((await act(id, what)).status).toBe(409)
    const live = await publish(server)
    expect((await act(live.id, 'resume')).status).toBe(409)
    expect((await act(live.id, 'pause', { mode: 'freeze' })).status).toBe(422)
    expect(bodyOf(await act(live.id, 'pause', { mode: 'hold' }), resource).state).toBe('paused')
    expect((await act(live.id, 'pause', { mode: 'hold' })).status).toBe(409)
    expect(bodyOf(await act(live.id, 'resume'), resource).state).toBe('live')
    expect(bodyOf(await act(live.id, 'stop'), resource).state).toBe('stopped')
    for (const what of ['pause', 'resume', 'stop']) expect((await act(live.id, what)).status).toBe(409)
  })

  test('a paused journey lets nobody in, and stays paused when it is published again', async () => {
    const { id, etag } = await publish(server)
    await act(id, 'pause', { mode: 'hold' })
    expect(await enter(id, 'ada')).toEqual([{ customer: 'ada', entered: false, reason: 'paused' }])
    await act(id, 'publish', undefined, { 'If-Match': etag })
    expect(await stateOf(id)).toBe('paused')
    await act(id, 'resume')
    expect((await enter(id, 'ada'))[0]?.entered).toBe(true)
  })

  test('stop ends everybody in the counts at once; publishing again revives the journey for newcomers', async () => {
    const { id, etag } = await publish(server)
    await enter(id, 's1', 's2', 's3')
    await track('s1', 'purchase')
    expect(await countsOf(id)).toMatchObject({ entered: 3, active: 3 })
    await act(id, 'stop')
    expect(await countsOf(id)).toMatchObject({
      entered: 3,
      active: 0,
      ended: { stopped: 3 },
      nodes: { bought: { here: 0 } },
    })
    expect((await enter(id, 's4'))[0]).toMatchObject({ entered: false, reason: 'not-live' })
    await act(id, 'publish', undefined, { 'If-Match': etag })
    expect(await enter(id, 's5')).toMatchObject([{ entered: true }])
    expect(await countsOf(id)).toMatchObject({
      entered: 4,
      active: 1,
      ended: { stopped: 3 },
      nodes: { bought: { here: 1 } },
    })
  })

  test('discarding empties the journey, also one that is held already', async () => {
    const { id } = await publish(server)
    await enter(id, 'd1', 'd2')
    await act(id, 'pause', { mode: 'hold' })
    expect((await act(id, 'pause', { mode: 'discard' })).status).toBe(200)
    expect(await countsOf(id)).toMatchObject({ entered: 2, active: 0, ended: { discarded: 2 } })
    expect(await behind(id, 'state=ended&reason=discarded')).toHaveLength(2)
    expect(await behind(id, 'state=active')).toEqual([])
    await act(id, 'resume')
    expect(await enter(id, 'd3')).toMatchObject([{ entered: true }])
  })
})

describe('numbers', () => {
  test('of a journey that nobody entered are zeros for every node and outlet', async () => {
    const { id } = await publish(server)
    const zero = { here: 0, passed: 0, failed: 0, blocked: 0, delivered: 0, inDoubt: 0 }
    const { entered, active, ended, nodes } = await countsOf(id)
    expect([entered, active, Object.values(ended)]).toEqual([0, 0, Array(9).fill(0)])
    expect(nodes).toEqual({
      cart: { ...zero, outlets: { next: 0 } },
      hand: { ...zero, outlets: { next: 0 } },
      bought: { ...zero, outlets: { yes: 0, 'timed-out': 0 } },
      done: { ...zero, outlets: {} },
    })
    expect((await countsOf((await draft(server)).id)).nodes).toEqual({})
  })

  test('and the customers behind them agree', async () => {
    const { id } = await publish(server)
    await track('n1', 'add_to_cart')
    await enter(id, 'n2', 'n3')
    const now = await countsOf(id)
    expect(now).toMatchObject({
      entered: 3,
      active: 3,
      nodes: { cart: { passed: 1, outlets: { next: 1 } }, hand: { passed: 2 }, bought: { here: 3 } },
    })
    expect(await behind(id, 'node=bought&state=active')).toHaveLength(3)
    expect(await behind(id, 'node=bought&state=waiting')).toHaveLength(3)
    expect((await behind(id, 'node=hand&state=passed')).map(({ customer }) => customer).toSorted()).toEqual([
      'n2',
      'n3',
    ])
    expect(await behind(id, 'node=cart&outlet=next')).toMatchObject([
      { customer: 'n1', visit: { node: 'cart', outlet: 'next' } },
    ])
    expect(await behind(id, 'state=ended')).toEqual([])
    const first = bodyOf(await server.api('GET', `/v1/journeys/${id}/enrollments?limit=2`), list)
    const rest = bodyOf(await server.api('GET', `/v1/journeys/${id}/enrollments?limit=2&cursor=${first.next}`), list)
    expect(new Set([...first.items, ...rest.items].map(({ id: each }) => each)).size).toBe(3)
    expect(rest.next).toBeNull()
  })

  test('are told of a period, and the customers behind are those of that period; what is no period is refused', async () => {
    const { id } = await publish(server)
    await track('p1', 'add_to_cart')
    await enter(id, 'p2')
    const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)
    const days = (from: number, to: number) => `from=${day(from)}&to=${day(to)}`
    const within = async (query: string) =>
      bodyOf(await server.api('GET', `/v1/journeys/${id}/counts?${query}`), counts)
    await vi.waitFor(async () => expect((await countsOf(id)).nodes.bought?.here).toBe(2))
    expect(await within(days(6, 0))).toEqual(await countsOf(id))
    const earlier = await within(days(30, 7))
    expect(earlier).toMatchObject({ entered: 0, active: 2, nodes: { bought: { here: 2 }, cart: { passed: 0 } } })

    // She came ten days ago.
    await server.pool.query(
      `UPDATE enrollment SET entered_at = entered_at - interval '10 days' WHERE journey = $1 AND entry_key = (
         SELECT entry_key FROM enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer
          WHERE e.journey = $1 AND c.user_id = 'p1')
         AND customer = (SELECT id FROM customer WHERE user_id = 'p1' AND workspace = enrollment.workspace)`,
      [id],
    )
    await server.pool.query(
      `UPDATE visit SET left_at = left_at - interval '10 days' WHERE journey = $1 AND node = 'cart'`,
      [id],
    )
    const who = async (query: string) => (await behind(id, query)).map(({ customer }) => customer)
    expect(await who(days(6, 0))).toEqual(['p2'])
    expect(await who(days(10, 10))).toEqual(['p1'])
    expect(await who(`node=cart&state=passed&${days(6, 0)}`)).toEqual([])
    expect(await who(`node=cart&outlet=next&${days(12, 9)}`)).toEqual(['p1'])
    expect(await who(`state=ended&${days(6, 0)}`)).toEqual([])
    await act(id, 'stop')
    expect((await who(`state=ended&reason=stopped&${days(6, 0)}`)).toSorted()).toEqual(['p1', 'p2'])
    expect(await who(`state=ended&${days(12, 9)}`)).toEqual([])

    for (const [query, path] of [
      [`from=${day(1)}`, '/to'],
      [`to=${day(1)}`, '/from'],
      [days(1, 2), '/to'],
      [days(400, 0), '/from'],
      [`from=yesterday&to=${day(0)}`, '/from'],
      [`from=2026-02-30&to=${day(0)}`, '/from'],
      [`from=0000-01-01&to=${day(0)}`, '/from'],
    ])
      for (const route of ['counts', 'enrollments']) {
        const refused = await server.api('GET', `/v1/journeys/${id}/${route}?${query}`)
        expect([refused.status, query]).toEqual([400, query])
        expect(bodyOf(refused, z.object({ issues: z.array(z.object({ path: z.string() })) })).issues[0]?.path).toBe(
          path,
        )
      }
  })

  test('move by themselves in a stream that only those get who ask for one', async () => {
    const { id } = await publish(server)
    const address = `/v1/journeys/${id}/counts/stream`
    expect((await server.api('GET', address)).status).toBe(406)
    expect((await server.api('GET', address, { headers: { Accept: 'text/html, */*' } })).status).toBe(406)
    const stop = new AbortController()
    const response = await fetch(server.url + address, {
      headers: { Authorization: `Bearer ${server.apiKey}`, Accept: 'text/event-stream' },
      signal: stop.signal,
    })
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const next = async () => (await reader?.read())?.value
    expect(await next()).toMatch(/^event: counts\ndata: {"entered":0,/)
    await enter(id, 'streamed')
    expect(await next()).toMatch(/^event: counts\ndata: {"entered":1,/)
    stop.abort()
    // Who asks for its headers alone gets them, and no endless answer.
    const headers = { Accept: 'text/event-stream' }
    expect(await server.api('HEAD', address, { headers })).toMatchObject({ status: 200, text: '' })
  })
})

describe('entry by API', () => {
  test('takes no more properties than a message may have, and 20 MB of them for all customers', async () => {
    const { id } = await publish(server)
    const properties = { text: 'x'.repeat(25_000) }
    const customers = Array.from({ length: 900 }, (_, nth) => `p${nth}`)
    const tooLarge = await act(id, 'enrollments', { customers: ['p'], properties: { text: 'x'.repeat(32_000) } })
    expect([tooLarge.status, ...issuesOf(tooLarge)]).toEqual([413, 'properties-too-large /properties'])
    const tooMuch = await act(id, 'enrollments', { customers, properties })
    expect([tooMuch.status, ...issuesOf(tooMuch)]).toEqual([413, 'too-much-together /properties'])
    expect((await act(id, 'enrollments', { customers: customers.slice(0, 9), properties })).status).toBe(200)
  })

  test('says for each customer whether she entered, and why not', async () => {
    const { id } = await publish(server)
    const [first] = await enter(id, 'e1')
    expect(first).toMatchObject({ customer: 'e1', entered: true })
    const again = await enter(id, 'e1', 'e2')
    expect(again).toMatchObject([
      { customer: 'e1', entered: false },
      { customer: 'e2', entered: true },
    ])
    const closed = await publish(server, {
      ...soundJourney,
      nodes: soundJourney.nodes.filter((node) => node.id !== 'hand'),
      edges: soundJourney.edges.filter(({ from }) => from !== 'hand'),
    })
    expect(await enter(closed.id, 'e1')).toEqual([{ customer: 'e1', entered: false, reason: 'no-entry' }])
    expect(await enter((await draft(server)).id, 'e1')).toEqual([
      { customer: 'e1', entered: false, reason: 'not-live' },
    ])
  })

  test('repeated with the same Idempotency-Key takes effect once, also at the same moment', async () => {
    const { id } = await publish(server, { ...soundJourney, settings: { reEntry: { when: 'every-time' } } })
    const headers = { 'Idempotency-Key': randomUUID() }
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => act(id, 'enrollments', { customers: ['i1', 'i2'] }, headers)),
    )
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    const last = await act(id, 'enrollments', { customers: ['i1', 'i2'] }, headers)
    expect(bodyOf(last, entries).items.every(({ entered }) => entered)).toBe(true)
    expect((await countsOf(id)).entered).toBe(2)
    expect((await act(id, 'enrollments', { customers: ['i3'] }, headers)).status).toBe(422)
  })

  test.each([
    {},
    { customers: [] },
    { customers: [''] },
    { customers: ['x'.repeat(501)] },
    { customers: [1] },
    { customers: ['a'], properties: [] },
    { customers: ['a'], other: 1 },
  ])('%j is refused', async (body) => {
    const { id } = await publish(server)
    expect((await act(id, 'enrollments', body)).status).toBe(422)
  })
})

test('a customer’s timeline tells the entry, the visits and the end, newest first', async () => {
  const { id } = await publish(server)
  await track('tina', 'add_to_cart')
  await act(id, 'stop')
  const { items } = bodyOf(await server.api('GET', '/v1/customers/tina/timeline'), list)
  expect(items.filter((each) => each.journey === undefined || each.journey === id)).toMatchObject([
    { kind: 'ended', reason: 'stopped', node: 'bought' },
    { kind: 'visit', node: 'cart', outlet: 'next', state: 'passed' },
    { kind: 'entered', entry: 'add_to_cart' },
    { kind: 'event', name: 'add_to_cart', type: 'track' },
  ])
})
