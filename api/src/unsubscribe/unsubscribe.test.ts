import { signUnsubscribe } from '@wend/engine/channels/unsubscribe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await testServer()
  await server.write('POST', '/v1/identify', { body: { userId: 'ada', traits: {} } })
  const secret = await server.pool.query<{ secret: Buffer }>('SELECT secret FROM workspace WHERE id = $1', [
    server.workspace,
  ])
  const customer = await server.pool.query<{ id: number }>('SELECT id FROM customer')
  token = signUnsubscribe(
    secret.rows[0]?.secret ?? Buffer.alloc(0),
    server.workspace,
    customer.rows[0]?.id ?? 0,
    'email',
  )
})
afterAll(() => server.close())

const consents = async () =>
  bodyOf(await server.api('GET', '/v1/customers/ada'), z.object({ consents: z.record(z.string(), z.boolean()) }))
    .consents

test('opening the link asks, in both languages, and changes nothing', async () => {
  const answered = await server.call('GET', `/u/${token}`)
  expect(answered.status).toBe(200)
  expect(answered.text).toMatch(/Unsubscribe\?[\s\S]*确认退订[\s\S]*<button/)
  expect(answered.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  expect(answered.headers.get('Referrer-Policy')).toBe('no-referrer')
  expect(await consents()).toEqual({})
})

test('one click unsubscribes, as mail programs send it, and once more changes nothing', async () => {
  for (const _ of [1, 2]) {
    const answered = await server.call('POST', `/u/${token}`, {
      raw: 'List-Unsubscribe=One-Click',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    expect([answered.status, answered.text.includes('退订成功')]).toEqual([200, true])
  }
  expect(await consents()).toEqual({ email: false })
})

test('a forged link is not valid', async () => {
  for (const forged of [
    'x',
    `${token}x`,
    token.replace(/\.email\./, '.inbox.'),
    token.replace(/^\d+/, '999'),
    '%00',
    'a'.repeat(3000),
  ])
    for (const method of ['GET', 'POST']) {
      const answered = await server.call(method, `/u/${forged}`)
      expect([answered.status, answered.text.includes('链接无效')]).toEqual([404, true])
    }
})
