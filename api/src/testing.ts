import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { Client, Connection } from '@temporalio/client'
import { KnownUsers } from '@wend/engine/changes/known-users'
import { Plans } from '@wend/engine/changes/plans'
import { createChannels } from '@wend/engine/channels/create-channels'
import { startLocalOutbox } from '@wend/engine/channels/local-outbox'
import type { Engine } from '@wend/engine/engine'
import type { Journey } from '@wend/engine/journey/journey'
import { Poker } from '@wend/engine/poke'
import { testDatabase } from '@wend/engine/storage/testing'
import { catalog } from '@wend/nodes/catalog'
import type { Express } from 'express'
import { type Logger, pino } from 'pino'
import { z } from 'zod'
import { createKey, createSignInToken, type KeyKind } from './access/keys.ts'
import { answerBrokenRequests } from './broken-requests.ts'
import { createServer, type ServerOptions } from './server.ts'

/** What a call answered. `text` is the body as it came. */
export interface Answered {
  status: number
  headers: Headers
  text: string
}

interface Sent {
  body?: unknown
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

/** Reads the body of an answer as JSON of this shape. */
export const bodyOf = <S extends z.ZodType>(answered: Answered, shape: S): z.output<S> =>
  shape.parse(JSON.parse(answered.text))

/** The codes of a problem's issues, each with its path: `bad-id /userId`. */
export const issuesOf = (answered: Answered): string[] =>
  bodyOf(answered, z.object({ issues: z.array(z.object({ code: z.string(), path: z.string() })) })).issues.map(
    ({ code, path }) => `${code} ${path}`,
  )

/**
 * A listening server over a database of its own, with a key of each kind. Its Temporal is absent: pokes wait in their
 * table, as they do in life while Temporal is away.
 */
export async function testServer({
  log = pino({ level: 'silent' }),
  ...options
}: Partial<ServerOptions> & { log?: Logger } = {}) {
  const database = await testDatabase()
  const { pool, workspace } = database
  const connection = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 1 })
  const engine: Engine = {
    pool,
    log,
    catalog,
    plans: new Plans(),
    users: new KnownUsers(),
    poker: new Poker(new Client({ connection }), pool, log),
  }
  const outbox = await startLocalOutbox(pool)
  const publicUrl = 'http://localhost:8080'
  const own = createChannels({
    pool,
    publicUrl,
    allowHosts: '',
    smtp: { url: outbox.url, isLocalOutbox: true },
  })
  const wired = createServer(engine, { channels: own.channels, delivery: { allowHosts: [], publicUrl }, ...options })
  const server = createHttpServer({ keepAliveTimeout: 75_000 }, wired.app)
  answerBrokenRequests(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const key = (kind: KeyKind, of = workspace): Promise<string> => createKey(pool, of, kind)
  const [apiKey, writeKey] = await Promise.all([key('api'), key('write-server')])

  const call = async (method: string, path: string, { body, raw, headers = {} }: Sent = {}): Promise<Answered> => {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      redirect: 'manual',
      ...(sent === undefined ? {} : { body: sent }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const withKey =
    (authorization: string) =>
    (method: string, path: string, sent: Sent = {}): Promise<Answered> =>
      call(method, path, { ...sent, headers: { Authorization: authorization, ...sent.headers } })

  const otherWorkspace = async () => {
    const secret = randomBytes(32)
    const { rows } = await pool.query<{ id: number }>(
      `INSERT INTO workspace (name, secret) VALUES ('Other', $1) RETURNING id`,
      [secret],
    )
    const id = rows[0]?.id
    if (id === undefined) throw new Error('The test database took no workspace.')
    const [ownApiKey, ownWriteKey] = await Promise.all([key('api', id), key('write-server', id)])
    return { workspace: id, secret, api: withKey(`Bearer ${ownApiKey}`), write: withKey(basic(ownWriteKey)) }
  }

  return {
    ...database,
    databaseUrl: database.url,
    engine,
    channels: own.channels,
    delivery: { allowHosts: [], publicUrl },
    routes: wired.routes,
    /** `get /v1/journeys/{id}`, … as the router itself knows them. */
    mounted: () => mountedIn(wired.app),
    url,
    apiKey,
    writeKey,
    key,
    /** Calls as nobody, by the API key, by the write key. */
    call,
    api: withKey(`Bearer ${apiKey}`),
    write: withKey(basic(writeKey)),
    /** Another workspace, with keys of its own. */
    otherWorkspace,
    /** By another workspace's API key. */
    stranger: async () => (await otherWorkspace()).api,
    /** A new operator's sign-in token. */
    async signInToken(hours = 24, of = workspace) {
      const operator = randomUUID()
      await pool.query(`INSERT INTO operator (workspace, id, name) VALUES ($1, $2, 'Ada')`, [of, operator])
      return createSignInToken(pool, of, operator, hours)
    },
    async close() {
      wired.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await own.close()
      await outbox.close()
      await database.drop()
    },
  }
}

const layers = z.array(
  z.object({
    route: z.object({ path: z.unknown(), stack: z.array(z.object({ method: z.string().optional() })) }).optional(),
  }),
)

const mountedIn = ({ router }: Express): string[] =>
  layers
    .parse(router.stack)
    .flatMap(({ route }) =>
      typeof route?.path === 'string'
        ? route.stack.map(({ method }) => `${method} ${String(route.path).replace(/:(\w+)/g, '{$1}')}`)
        : [],
    )

export type TestServer = Awaited<ReturnType<typeof testServer>>

export const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

/** A sound journey: enters by an event or by API, waits for a purchase, ends. */
export const soundJourney: Journey = {
  name: 'Cart reminder',
  nodes: [
    { id: 'cart', type: 'entry-event', version: 1, position: { x: 0, y: 0 }, config: { event: 'add_to_cart' } },
    { id: 'hand', type: 'entry-api', version: 1, position: { x: 200, y: 0 }, config: {} },
    {
      id: 'bought',
      type: 'wait-for-event',
      version: 1,
      position: { x: 0, y: 120 },
      config: { branches: [{ id: 'yes', event: 'purchase' }], timeout: 'PT2H' },
    },
    { id: 'done', type: 'exit', version: 1, position: { x: 0, y: 240 }, config: {} },
  ],
  edges: [
    { from: 'cart', outlet: 'next', to: 'bought' },
    { from: 'hand', outlet: 'next', to: 'bought' },
    { from: 'bought', outlet: 'yes', to: 'done' },
  ],
  settings: {},
}

const made = z.object({ id: z.string() })

/** Keeps a journey and answers its id and its ETag. */
export async function draft({ api }: TestServer, file: unknown = soundJourney): Promise<{ id: string; etag: string }> {
  const answered = await api('POST', '/v1/journeys', { body: file })
  if (answered.status !== 201) throw new Error(answered.text)
  return { id: bodyOf(answered, made).id, etag: answered.headers.get('ETag') ?? '' }
}

/** Keeps and publishes a journey. */
export async function publish(server: TestServer, file: unknown = soundJourney): Promise<{ id: string; etag: string }> {
  const kept = await draft(server, file)
  const answered = await server.api('POST', `/v1/journeys/${kept.id}/publish`)
  if (answered.status !== 201) throw new Error(answered.text)
  return kept
}
