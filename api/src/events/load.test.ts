import { listeningLock } from '@wend/engine/changes/take-messages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'
import { Load } from './load.ts'

const bounds = { requests: 4, bytes: 100_000 }
let server: TestServer

beforeAll(async () => {
  server = await testServer({ load: bounds })
})
afterAll(() => server.close())

const track = (userId: string) =>
  server.write('POST', '/v1/track', { body: { userId, event: 'seen', messageId: userId } })

test('beyond what can be taken events are refused with 429 and Retry-After, none is taken in part, and it recovers by itself', async () => {
  const holder = await server.pool.connect()
  try {
    // Whoever changes what is listened to holds up all events.
    await holder.query('BEGIN')
    await holder.query('SELECT pg_advisory_xact_lock($1, $2)', [listeningLock, server.workspace])
    const users = Array.from({ length: 12 }, (_, nth) => `user ${nth}`)
    const sent = users.map(track)
    const refused = await firstOf(sent, users.length - bounds.requests)
    for (const answered of refused) {
      expect(answered.status).toBe(429)
      expect(Number(answered.headers.get('Retry-After'))).toBeGreaterThanOrEqual(1)
      expect(bodyOf(answered, z.object({ code: z.string() })).code).toBe('overloaded')
    }
    // Operators are not events.
    expect((await server.api('GET', '/v1/journeys')).status).toBe(200)
    await holder.query('ROLLBACK')

    const answers = await Promise.all(sent)
    const taken = users.filter((_, nth) => answers[nth]?.status === 200)
    expect(taken).toHaveLength(bounds.requests)
    const { rows } = await server.pool.query<{ id: string }>('SELECT message_id AS id FROM event ORDER BY 1')
    expect(rows.map(({ id }) => id)).toEqual(taken.toSorted())
    for (const user of users) expect((await track(user)).status).toBe(200)
    expect((await server.pool.query('SELECT FROM event')).rowCount).toBe(users.length)
  } finally {
    holder.release()
  }
})

test('bodies count by their bytes, one that tells no length or is packed as the largest, and whoever is alone has room', () => {
  const load = new Load(bounds)
  const enter = (headers: Record<string, string>) => load.enter({ headers }, 60_000)
  const leaves = [enter({ 'content-length': '30000' }), enter({ 'content-length': '10000' })]
  expect(() => enter({ 'content-length': '10', 'content-encoding': 'gzip' })).not.toThrow()
  expect(() => enter({ 'content-length': '1' })).toThrow('overloaded')
  for (const leave of leaves) leave()
  expect(() => enter({})).toThrow('overloaded')
  expect(() => new Load({ requests: 1, bytes: 1 }).enter({ headers: {} }, 60_000)).not.toThrow()
})

/** The answers that came first. */
const firstOf = async <T>(all: readonly Promise<T>[], n: number): Promise<T[]> => {
  const came: T[] = []
  await new Promise<void>((resolve, reject) => {
    for (const one of all)
      one.then((answer) => {
        came.push(answer)
        if (came.length === n) resolve()
      }, reject)
  })
  return came.slice(0, n)
}
