import { once } from 'node:events'
import { connect } from 'node:net'
import { listeningLock } from '@wend/engine/changes/take-messages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'
import { Load } from './load.ts'

const bounds = { requests: 4, bytes: 100_000, waitMs: 60_000 }
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

/** Work that lasts until it is ended. */
function lasting() {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { work: () => ended, end: () => end() }
}

test('bodies count by their bytes, and whoever is alone has room', async () => {
  const load = new Load(bounds)
  const long = lasting()
  const first = load.under(200_000, long.work)
  await expect(load.under(1, async () => {})).rejects.toThrow('overloaded')
  long.end()
  await first
  await load.under(1, async () => {})
})

test('where many wait and the first of them too long, the next are sent away; few that take long hold up nobody', async () => {
  const load = new Load({ requests: 1_000, bytes: 1_000, waitMs: 50 })
  const long = lasting()
  const under = Array.from({ length: 20 }, () => load.under(1, long.work))
  await new Promise((resolve) => setTimeout(resolve, 60))
  under.push(load.under(1, long.work))
  expect(() => load.refuseBeyond()).toThrow('overloaded')
  long.end()
  await Promise.all(under)
  expect(() => load.refuseBeyond()).not.toThrow()
})

test('who only begins to send a body takes nobody’s room', async () => {
  const slow = Array.from({ length: bounds.requests + 1 }, () => connect(Number(new URL(server.url).port), '127.0.0.1'))
  for (const socket of slow) {
    await once(socket, 'connect')
    socket.write('POST /v1/track HTTP/1.1\r\nHost: wend\r\nContent-Length: 9000\r\n\r\n{')
  }
  expect((await track('quick')).status).toBe(200)
  for (const socket of slow) socket.destroy()
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
