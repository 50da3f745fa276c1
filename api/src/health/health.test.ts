import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'
import { isLocal } from './local.ts'

let server: TestServer
const temporal = { reachable: true, worker: true }
beforeAll(async () => {
  server = await testServer({ temporalState: async () => temporal })
})
afterAll(() => server.close())

const readiness = z.object({
  ready: z.boolean(),
  postgres: z.boolean(),
  missingMigrations: z.array(z.string()),
  temporal: z.unknown(),
})
const ready = async (of: TestServer) => {
  const answered = await of.call('GET', '/readyz')
  return [answered.status, bodyOf(answered, readiness)]
}

test('it lives', async () => {
  expect((await server.call('GET', '/healthz')).status).toBe(200)
})

test('it is ready with Postgres alone, and tells of Temporal', async () => {
  expect(await ready(server)).toEqual([200, { ready: true, postgres: true, missingMigrations: [], temporal }])
  const alone = await testServer({ temporalState: () => Promise.reject(new Error('away')) })
  expect(await ready(alone)).toMatchObject([200, { ready: true, temporal: { reachable: false, worker: false } }])
  await alone.close()
})

test('it is not ready before it is migrated', async () => {
  const old = await testServer()
  await old.pool.query('DELETE FROM migration')
  expect(await ready(old)).toMatchObject([
    503,
    { ready: false, postgres: true, missingMigrations: expect.arrayContaining(['1_spine']) },
  ])
  await old.close()
})

test('while Postgres is away it lives, is not ready, and says so to whoever calls', async () => {
  const away = await testServer()
  await away.pool.query('SELECT 1')
  await away.drop()
  expect((await away.call('GET', '/healthz')).status).toBe(200)
  expect(await ready(away)).toMatchObject([503, { ready: false, postgres: false }])
})

test('metrics tell of requests by route, never of addresses', async () => {
  await server.api('GET', '/v1/customers/ada@example.com')
  await server.write('POST', '/v1/track', { body: { userId: 'ada', event: 'e' } })
  const { status, text } = await server.call('GET', '/metrics')
  expect(status).toBe(200)
  expect(text).toMatch(/wend_http_request_seconds_count\{route="\/v1\/customers\/:id",method="GET",status="404"\} 1/)
  expect(text).toMatch(/wend_ingest_messages_total\{result="accepted"\} 1/)
  expect(text).toMatch(/wend_outbox_pokes \d/)
  expect(text).toMatch(/wend_outbox_age_seconds \d/)
  expect(text).not.toContain('ada')
})

test('metrics are shown to this machine and to an API key only', async () => {
  const headers = { 'X-Forwarded-For': '203.0.113.9' }
  expect((await server.call('GET', '/metrics', { headers })).status).toBe(403)
  expect((await server.api('GET', '/metrics', { headers })).status).toBe(200)
  expect((await server.call('GET', '/metrics', { headers: { Authorization: 'Bearer nope' } })).status).toBe(401)
})

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.7', false],
  ['::ffff:10.0.0.7', false],
])('%s is this machine: %s', (remoteAddress, is) => {
  expect(isLocal({ socket: { remoteAddress }, headers: {} })).toBe(is)
})
