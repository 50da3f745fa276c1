import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, soundJourney, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const session = z.object({
  operator: z.object({ id: z.string(), name: z.string() }),
  workspace: z.object({ name: z.string(), timeZone: z.string() }),
})

async function signIn(address: string): Promise<string> {
  const answered = await server.call('GET', address)
  expect([answered.status, answered.headers.get('Location')]).toEqual([303, '/'])
  const cookie = answered.headers.get('Set-Cookie') ?? ''
  expect(cookie).toMatch(/^wend_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
  return cookie.split(';')[0] ?? ''
}

test('a link signs in again and again, and says who', async () => {
  const token = await server.signInToken()
  for (const address of [`/sign-in/${token}`, `/sign-in?token=${token}`]) {
    const Cookie = await signIn(address)
    const answered = await server.call('GET', '/v1/session', { headers: { Cookie } })
    expect(bodyOf(answered, session)).toMatchObject({
      operator: { name: 'Ada' },
      workspace: { name: 'Test', timeZone: 'UTC' },
    })
  }
})

test('the cookie of a session is out of reach of scripts and of other sites’ pages, and its token is not what is kept', async () => {
  const answered = await server.call('GET', `/sign-in/${await server.signInToken()}`)
  const [cookie = '', ...flags] = (answered.headers.get('Set-Cookie') ?? '').split('; ')
  expect(flags).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict', 'Max-Age=2592000'])
  const kept = await server.pool.query('SELECT to_jsonb(session)::text AS row FROM session')
  expect(JSON.stringify(kept.rows)).not.toContain(cookie.split('=')[1])
})

test.each(['x', '%00', 'a'.repeat(3000)])('the link %j opens nothing', async (token) => {
  const answered = await server.call('GET', `/sign-in/${token}`)
  expect([answered.status, answered.headers.get('Set-Cookie')]).toEqual([410, null])
  expect(answered.text).toContain('登录链接已失效')
})

test('a link opens nothing once it is over', async () => {
  expect((await server.call('GET', `/sign-in/${await server.signInToken(-1)}`)).status).toBe(410)
})

test('what changes something by session carries X-Wend, so that no other page can send it', async () => {
  const Cookie = await signIn(`/sign-in/${await server.signInToken()}`)
  const post = (headers: Record<string, string>) =>
    server.call('POST', '/v1/journeys', { body: soundJourney, headers: { Cookie, ...headers } })
  expect((await post({})).status).toBe(403)
  const made = await post({ 'X-Wend': 'editor' })
  expect(made.status).toBe(201)
  expect(bodyOf(made, z.object({ updatedBy: z.string() })).updatedBy).toBe('Ada')
  expect((await server.call('GET', '/v1/journeys', { headers: { Cookie } })).status).toBe(200)
})

test('signing out ends the session', async () => {
  const Cookie = await signIn(`/sign-in/${await server.signInToken()}`)
  const ended = await server.call('POST', '/v1/session/end', { headers: { Cookie, 'X-Wend': '1' } })
  expect([ended.status, ended.headers.get('Set-Cookie')]).toEqual([
    204,
    'wend_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
  ])
  expect((await server.call('GET', '/v1/session', { headers: { Cookie } })).status).toBe(401)
})

test.each(['wend_session=', 'wend_session=x', 'other=1', ';;=;', `wend_session=${'x'.repeat(4000)}`])(
  'the cookie %.40j opens nothing',
  async (Cookie) => {
    expect((await server.call('GET', '/v1/session', { headers: { Cookie } })).status).toBe(401)
  },
)

test('behind https the cookie goes over nothing less', async () => {
  const secure = await testServer({ publicUrl: 'https://wend.example' })
  const answered = await secure.call('GET', `/sign-in/${await secure.signInToken()}`)
  expect(answered.headers.get('Set-Cookie')).toMatch(/; Secure$/)
  await secure.close()
})
