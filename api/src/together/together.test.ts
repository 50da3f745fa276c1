import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, soundJourney, type TestServer, testServer } from '../testing.ts'

type Call = TestServer['api']
let server: TestServer
let ada: { call: Call; id: string }
let bea: { call: Call; id: string }
let journey: string

beforeAll(async () => {
  server = await testServer()
  ;[ada, bea] = [await person('Ada'), await person('Bea')]
})
afterAll(() => server.close())
beforeEach(async () => {
  journey = bodyOf(await server.api('POST', '/v1/journeys', { body: soundJourney }), z.object({ id: z.string() })).id
})

/** An operator who is signed in. */
async function person(name: string): Promise<{ call: Call; id: string }> {
  const token = await server.signInToken()
  const cookie = (await server.call('GET', `/sign-in/${token}`)).headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const call: Call = (method, path, sent = {}) =>
    server.call(method, path, { ...sent, headers: { Cookie: cookie, 'X-Wend': '1', ...sent.headers } })
  const session = z.object({ operator: z.object({ id: z.string() }) })
  const { id } = bodyOf(await call('GET', '/v1/session'), session).operator
  await server.pool.query('UPDATE operator SET name = $2 WHERE id = $1', [id, name])
  return { call, id }
}

const threadShape = z.object({
  id: z.string(),
  node: z.string(),
  resolvedAt: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  comments: z.array(
    z.object({
      id: z.string(),
      author: z.object({ id: z.string().nullable(), name: z.string() }),
      text: z.string(),
      mentions: z.array(z.string()),
    }),
  ),
})
const listShape = z.object({ items: z.array(threadShape), next: z.string().nullable() })
const at = (rest = '') => `/v1/journeys/${journey}/comments${rest}`
const open = async (by: Call, text: string, node = 'bought', mentions: string[] = []) =>
  bodyOf(await by('POST', at(), { body: { node, text, mentions } }), threadShape)
const list = async (query = '') => bodyOf(await ada.call('GET', at(query)), listShape)

describe('comments', () => {
  test('are threads at nodes: begun, answered, resolved, opened again; they mention operators of this workspace only', async () => {
    const { id, comments } = await open(ada.call, '  Two hours, or three? <b>@Bea</b> ', 'bought', [
      bea.id,
      randomUUID(),
    ])
    expect(comments).toMatchObject([
      { author: { id: ada.id, name: 'Ada' }, text: 'Two hours, or three? <b>@Bea</b>', mentions: [bea.id] },
    ])
    await bea.call('POST', at(`/${id}/replies`), { body: { text: 'Three.' } })
    const resolved = bodyOf(await bea.call('POST', at(`/${id}/resolve`)), threadShape)
    expect([resolved.resolvedBy, resolved.comments.length]).toEqual(['Bea', 2])
    const other = await open(bea.call, 'Another', 'cart')
    expect((await list('?resolved=false')).items.map((each) => each.id)).toEqual([other.id])
    expect((await list('?resolved=true')).items.map((each) => each.id)).toEqual([id])
    expect((await list('?node=cart')).items.map((each) => each.id)).toEqual([other.id])
    expect(bodyOf(await ada.call('POST', at(`/${id}/reopen`)), threadShape).resolvedBy).toBe(null)
    expect((await list()).items.map(({ node }) => node)).toEqual(['cart', 'bought'])
    const first = await list('?limit=1')
    expect((await list(`?limit=1&cursor=${first.next}`)).items.map((each) => each.id)).toEqual([id])
  })

  test('can be taken back by who wrote them, and the last takes its thread along', async () => {
    const { id, comments } = await open(ada.call, 'A mistake')
    const own = comments[0]?.id
    const replied = bodyOf(await bea.call('POST', at(`/${id}/replies`), { body: { text: 'Mine' } }), threadShape)
    const mine = replied.comments[1]?.id
    expect((await bea.call('DELETE', at(`/${id}/replies/${own}`))).status).toBe(403)
    expect((await server.api('DELETE', at(`/${id}/replies/${own}`))).status).toBe(403)
    expect((await ada.call('DELETE', at(`/${id}/replies/${own}`))).status).toBe(204)
    expect((await ada.call('DELETE', at(`/${id}/replies/${own}`))).status).toBe(404)
    expect((await list()).items[0]?.comments.map(({ text }) => text)).toEqual(['Mine'])
    expect((await bea.call('DELETE', at(`/${id}/replies/${mine}`))).status).toBe(204)
    expect((await list()).items).toEqual([])
    // An API key speaks for itself.
    const keys = await open(server.api, 'From a script')
    expect(keys.comments[0]?.author).toEqual({ id: null, name: expect.stringMatching(/^API key …/) })
    expect((await ada.call('DELETE', at(`/${keys.id}/replies/${keys.comments[0]?.id}`))).status).toBe(403)
    expect((await server.api('DELETE', at(`/${keys.id}/replies/${keys.comments[0]?.id}`))).status).toBe(204)
  })

  test('are bounded: their length, those of a thread, and the threads of a journey', async () => {
    for (const text of ['', '   ', 'x'.repeat(4_001)])
      expect((await ada.call('POST', at(), { body: { node: 'bought', text } })).status).toBe(422)
    const { id } = await open(ada.call, 'First')
    await server.pool.query(
      `INSERT INTO comment (workspace, journey, thread, id, author_name, text)
       SELECT $1, $2, $3, gen_random_uuid(), 'x', 'x' FROM generate_series(1, 199)`,
      [server.workspace, journey, id],
    )
    expect((await ada.call('POST', at(`/${id}/replies`), { body: { text: 'One more' } })).status).toBe(409)
    await server.pool.query(
      `INSERT INTO comment_thread (workspace, journey, id, node) SELECT $1, $2, gen_random_uuid(), 'x' FROM generate_series(1, 999)`,
      [server.workspace, journey],
    )
    expect((await ada.call('POST', at(), { body: { node: 'bought', text: 'One more' } })).status).toBe(409)
  })

  test('stay when their node is gone, and go with a draft that is deleted', async () => {
    await open(ada.call, 'About the exit', 'done')
    const { headers } = await ada.call('GET', `/v1/journeys/${journey}`)
    const nodes = soundJourney.nodes.filter(({ id }) => id !== 'done')
    const edges = soundJourney.edges.filter(({ to }) => to !== 'done')
    const saved = { body: { ...soundJourney, nodes, edges }, headers: { 'If-Match': headers.get('ETag') ?? '' } }
    expect((await ada.call('PUT', `/v1/journeys/${journey}`, saved)).status).toBe(200)
    expect((await list()).items).toMatchObject([{ node: 'done' }])
    expect((await ada.call('DELETE', `/v1/journeys/${journey}`)).status).toBe(204)
    expect((await ada.call('GET', at())).status).toBe(404)
  })
})

describe('who is here', () => {
  const togetherShape = z.object({
    here: z.array(
      z.object({ page: z.string(), operator: z.object({ name: z.string() }), node: z.string().nullable() }),
    ),
    comments: z.object({ mark: z.string() }),
    journey: z.object({ revision: z.number(), updatedBy: z.string() }),
  })
  const look = async (by = ada.call) => bodyOf(await by('GET', `/v1/journeys/${journey}/together`), togetherShape)
  const say = (by: Call, page: string, node: string | null = null) =>
    by('PUT', `/v1/journeys/${journey}/presence/${page}`, { body: { node } })

  test('is told with the node selected, until a page leaves or says nothing for half a minute', async () => {
    const [hers, other] = [randomUUID(), randomUUID()]
    expect((await say(ada.call, hers, 'cart')).status).toBe(204)
    await say(bea.call, other)
    await say(bea.call, other, 'bought')
    expect((await look()).here).toEqual(
      [
        { page: hers, operator: { id: ada.id, name: 'Ada' }, node: 'cart' },
        { page: other, operator: { id: bea.id, name: 'Bea' }, node: 'bought' },
      ].map(({ operator, ...rest }) => ({ ...rest, operator: { name: operator.name } })),
    )
    // Nobody speaks for another's page.
    expect((await ada.call('DELETE', `/v1/journeys/${journey}/presence/${other}`)).status).toBe(204)
    await say(ada.call, other, 'done')
    expect((await look()).here[1]).toMatchObject({ operator: { name: 'Bea' }, node: 'bought' })
    expect((await bea.call('DELETE', `/v1/journeys/${journey}/presence/${other}`)).status).toBe(204)
    expect((await look()).here).toHaveLength(1)
    await server.pool.query(`UPDATE presence SET seen_at = now() - interval '31 s' WHERE page = $1`, [hers])
    expect((await look()).here).toEqual([])
    await say(bea.call, other)
    expect((await server.pool.query('SELECT FROM presence WHERE journey = $1', [journey])).rowCount).toBe(1)
  })

  test('is never part of the journey, is told of a hundred pages at most, and no API key is here', async () => {
    const before = (await ada.call('GET', `/v1/journeys/${journey}`)).text
    await server.pool.query(
      `INSERT INTO presence (workspace, journey, page, operator)
       SELECT $1, $2, gen_random_uuid(), $3 FROM generate_series(1, 100)`,
      [server.workspace, journey, ada.id],
    )
    expect((await say(bea.call, randomUUID())).status).toBe(204)
    const { here } = await look()
    expect([here.length, here.some(({ operator }) => operator.name === 'Bea')]).toEqual([100, false])
    expect((await ada.call('GET', `/v1/journeys/${journey}`)).text).toBe(before)
    expect((await say(server.api, randomUUID())).status).toBe(403)
    expect((await say(ada.call, 'not-a-uuid')).status).toBe(404)
  })

  test('comes by a stream with what is new, and two processes agree', async () => {
    const stop = new AbortController()
    const response = await fetch(`${server.url}/v1/journeys/${journey}/together/stream`, {
      headers: { Authorization: `Bearer ${server.apiKey}`, Accept: 'text/event-stream' },
      signal: stop.signal,
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    const until = async (what: RegExp) => {
      while (!what.test(heard)) heard += (await reader?.read())?.value ?? ''
    }
    await until(/event: journey\ndata: {"revision":1,/)
    await until(/event: here\ndata: \[\]/)
    heard = ''
    // As another process would write it.
    await server.pool.query(
      `INSERT INTO presence (workspace, journey, page, operator, node) VALUES ($1, $2, $3, $4, 'cart')`,
      [server.workspace, journey, randomUUID(), bea.id],
    )
    await until(/event: here\ndata: \[{.*"Bea"/)
    expect(heard).not.toContain('event: journey')
    heard = ''
    await open(ada.call, 'News')
    await until(/event: comments\ndata: {"mark":"1 /)
    expect(heard).not.toContain('News')
    stop.abort()
  })
})
