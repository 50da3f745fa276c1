import { forgetRejected, keepRejected } from '@wend/engine/reads/rejected'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const list = z.object({ items: z.array(z.object({ message: z.string() })), next: z.string().nullable() })
const found = async (query: string) =>
  bodyOf(await server.api('GET', `/v1/events/rejected?${query}`), list).items.map(({ message }) => message)

test('messages set aside are found by a text that they hold, in any case, and by the code of an issue', async () => {
  const batch = [
    { type: 'track', event: 'Nobody’s %' },
    { type: 'track', userId: 'ada', event: 'late', timestamp: 'yesterday' },
  ]
  await server.write('POST', '/v1/batch', { body: { batch } })
  const [nobodys, late] = batch.map((each) => JSON.stringify(each))
  expect(await found('')).toEqual([late, nobodys])
  expect(await found('search=NOBODY’S')).toEqual([nobodys])
  expect(await found('search=%25')).toEqual([nobodys])
  expect(await found('reason=bad-timestamp')).toEqual([late])
  expect(await found('reason=bad-timestamp&search=nobody')).toEqual([])
})

test('of each workspace the newest 10,000 are kept, for 30 days', async () => {
  const other = (await server.otherWorkspace()).workspace
  const message = { message: '{}', issues: [] }
  await keepRejected(server.engine, other, [message])
  await keepRejected(
    server.engine,
    server.workspace,
    Array.from({ length: 10_000 }, () => message),
  )
  const count = async (workspace: number) =>
    (await server.pool.query('SELECT FROM rejected WHERE workspace = $1', [workspace])).rowCount
  expect(await forgetRejected(server.engine)).toBe(2)
  expect([await count(server.workspace), await count(other)]).toEqual([10_000, 1])
  expect(await forgetRejected(server.engine)).toBe(0)
  await server.pool.query(`UPDATE rejected SET received_at = now() - interval '31 days' WHERE workspace = $1`, [other])
  expect(await forgetRejected(server.engine)).toBe(1)
})
