import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import { createKey, createSignInToken, Keys } from '../../../api/src/access/keys.ts'
import type { Stand } from '../stand/stand.ts'
import type { Known } from './requests.ts'

const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
const text = z.string()
const journeys = z.object({ items: z.array(z.object({ id: text })), next: text.nullable() })
const touches = z.object({ items: z.array(z.object({ id: text })), next: text.nullable() })
const made = z.object({ id: text })

const place = { x: 0, y: 0 }
const resting = {
  name: 'Resting',
  nodes: [
    { id: 'in', type: 'entry-api', version: 1, position: place, config: {} },
    { id: 'go', type: 'entry-event', version: 1, position: place, config: { event: 'purchase' } },
    {
      id: 'a',
      type: 'wait-for-event',
      version: 1,
      position: place,
      config: { branches: [{ id: 'yes', event: 'login' }], timeout: 'P1D' },
    },
    {
      id: 'mail',
      type: 'send-inbox',
      version: 1,
      position: place,
      config: { kind: 'message', title: 'Hi {{ customer.name }}', body: 'x' },
    },
  ],
  edges: [
    { from: 'in', outlet: 'next', to: 'a' },
    { from: 'go', outlet: 'next', to: 'a' },
    { from: 'a', outlet: 'yes', to: 'mail' },
  ],
  settings: { reEntry: { when: 'every-time' } },
}

/** Calls a route as JSON. Throws where it is refused. */
async function call(
  url: string,
  authorization: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answered = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answered.slice(0, 300)}`)
  return answered === '' ? undefined : JSON.parse(answered)
}

/** Fills a workspace: a live journey with customers inside, one that is done, touches. Answers the journey's id. */
async function fill(url: string, apiKey: string, writeKey: string, customers: readonly string[]): Promise<string> {
  const api = `Bearer ${apiKey}`
  const { id } = made.parse(await call(url, api, 'POST', '/v1/journeys', resting))
  await call(url, api, 'POST', `/v1/journeys/${id}/publish`)
  const batch = customers.flatMap((userId) => [
    { type: 'identify', userId, traits: { name: 'Ada', level: 'gold', email: 'ada@ada.invalid', tags: ['a', 'b'] } },
    { type: 'track', userId, event: 'purchase', properties: { value: 20, cart_id: userId } },
  ])
  await call(url, basic(writeKey), 'POST', '/v1/batch', { batch })
  await call(url, api, 'POST', `/v1/journeys/${id}/enrollments`, { customers })
  await call(url, basic(writeKey), 'POST', '/v1/track', { userId: customers[0], event: 'login' })
  return id
}

async function addWorkspace(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO workspace (name, secret) VALUES ('Other', $1) RETURNING id`,
    [randomBytes(32)],
  )
  return rows[0]?.id ?? 0
}

/** A second workspace that nothing of the fuzz may touch. */
export interface Marker {
  /** A hash over every row of it. */
  hash(): Promise<string>
}

/** What is counted, swept or forgotten behind the scenes, in any workspace. */
const moving = `count_delta count_total count_day event_noted event_name event_hour message_seen poke session`.split(
  ' ',
)

export async function makeMarker({ pool, urls: [url = ''] }: Stand): Promise<Marker> {
  const workspace = await addWorkspace(pool)
  await fill(url, await createKey(pool, workspace, 'api'), await createKey(pool, workspace, 'write-server'), [
    'marker-1',
    'marker-2',
  ])
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = 'public' AND column_name = 'workspace' AND table_type = 'BASE TABLE' AND table_name <> ALL ($1) ORDER BY 1`,
    [moving],
  )
  // What it did itself is still on its way.
  await sleep(5_000)
  return {
    async hash() {
      const hashes: string[] = []
      for (const { name } of tables) {
        const { rows: found } = await pool.query<{ hash: string }>(
          `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS hash FROM "${name}" t WHERE workspace = $1`,
          [workspace],
        )
        hashes.push(`${name} ${found[0]?.hash}`)
      }
      return hashes.join('\n')
    },
  }
}

const forged = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')
const forgedCursors = [
  forged(['2026-01-01T00:00:00.000000Z', '00000000-0000-0000-0000-000000000000']),
  forged(['9999-12-31T23:59:59.999999Z', 2 ** 53 - 1]),
  forged(['0001-01-01T00:00:00.000000Z', '\0']),
  forged(['0000-01-01T00:00:00.000000Z', -1]),
  forged([1e300, 'x']),
  forged(9_007_199_254_740_991),
  forged(-1),
  forged({ toString: 1 }),
  forged(['2026-01-01T00:00:00.000000Z', '00000000-0000-0000-0000-000000000000', '\ud800']),
  'x',
  '%',
  'e30',
  'a'.repeat(1_999),
]

/** What random requests may name and hold in their hands; read anew at each call. */
export function acquaintance(stand: Stand): { begin(): Promise<void>; look(): Promise<Known> } {
  const {
    pool,
    urls: [url = ''],
    apiKey,
    writeKey,
    workspace,
  } = stand
  const customers = Array.from({ length: 8 }, (_, nth) => `c-${nth}`)
  const api = `Bearer ${apiKey}`
  const keys = new Keys(pool)
  let browserKey = ''
  let strangeKey = ''
  let own = ''
  return {
    async begin() {
      browserKey = await createKey(pool, workspace, 'write-browser')
      strangeKey = await createKey(pool, await addWorkspace(pool), 'api')
      own = await fill(url, apiKey, writeKey, customers)
    },
    async look() {
      const { rows: operators } = await pool.query<{ id: string }>(
        'SELECT id FROM operator WHERE workspace = $1 LIMIT 1',
        [workspace],
      )
      const link = await createSignInToken(pool, workspace, operators[0]?.id ?? '')
      const session = await keys.signIn(link)
      const listed = journeys.parse(await call(url, api, 'GET', '/v1/journeys?limit=12'))
      const sent = touches.parse(await call(url, api, 'GET', '/v1/touches?limit=5'))
      const cursors = [listed.next, sent.next].flatMap((next) => (next === null ? [] : [next]))
      const found = listed.items.map(({ id }) => id)
      return {
        authorizations: {
          api: [['Authorization', api]],
          write: [['Authorization', basic(writeKey)]],
          browser: [['Authorization', basic(browserKey)]],
          session: [
            ['Cookie', `wend_session=${session}`],
            ['X-Wend', '1'],
          ],
          'session without the header': [['Cookie', `wend_session=${session}`]],
          stranger: [['Authorization', `Bearer ${strangeKey}`]],
          wrong: [['Authorization', 'Bearer wend_api_wrong']],
          nobody: [],
        },
        journeys: [own, own, own, ...found, '00000000-0000-7000-8000-000000000000'],
        customers: [...customers, 'anon-1', 'nobody'],
        ids: [...found, ...sent.items.map(({ id }) => id), link, 'x'],
        cursors: [...cursors, ...forgedCursors],
        etags: ['"1"', '"2"', '"3"', '*'],
      }
    },
  }
}
