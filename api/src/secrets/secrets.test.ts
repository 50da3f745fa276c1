import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, issuesOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const list = z.strictObject({ items: z.array(z.strictObject({ name: z.string() })), next: z.null() })
const put = (name: string, value: unknown, by = server.api) => by('PUT', `/v1/secrets/${name}`, { body: { value } })
const namesOf = async (by = server.api) => bodyOf(await by('GET', '/v1/secrets'), list).items.map(({ name }) => name)
const kept = async (name: string) =>
  (
    await server.pool.query<{ value: string }>('SELECT value FROM secret WHERE workspace = $1 AND name = $2', [
      server.workspace,
      name,
    ])
  ).rows.map(({ value }) => value)

test('a secret is kept, replaced, listed by its name and forgotten; its value is never answered', async () => {
  const answers = [
    await put('token', 'hush-1'),
    await put('token', 'hush-2'),
    await put('Api-Key_2', 'hush-3'),
    await server.api('GET', '/v1/secrets'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 200])
  expect(answers.map(({ text }) => text).join()).not.toContain('hush')
  expect(await namesOf()).toEqual(['Api-Key_2', 'token'])
  expect(await kept('token')).toEqual(['hush-2'])

  expect((await server.api('DELETE', '/v1/secrets/token')).status).toBe(204)
  expect((await server.api('DELETE', '/v1/secrets/token')).status).toBe(404)
  expect(await namesOf()).toEqual(['Api-Key_2'])
  expect((await server.api('GET', '/v1/secrets/Api-Key_2')).status).toBe(405)
})

test('a name that webhooks could not write is refused, with what makes it right', async () => {
  for (const name of ['1st', 'a.b', 'a%20b', 'a'.repeat(65), '%E5%AF%86']) {
    const answered = await put(name, 'x')
    expect([name, answered.status, issuesOf(answered)]).toEqual([name, 400, ['bad-secret-name /name']])
    expect((await server.api('DELETE', `/v1/secrets/${name}`)).status).toBe(404)
  }
  expect((await put('a'.repeat(64), 'x')).status).toBe(204)
})

test('a value has 1 to 10,000 characters, and a refusal does not repeat it', async () => {
  expect((await put('long', 'x'.repeat(10_000))).status).toBe(204)
  for (const value of ['', 'hush'.repeat(2_501), 7, null, ['hush'], 'hush\0']) {
    const answered = await put('refused', value)
    expect(answered.status).toBe(422)
    expect(answered.text).not.toContain('hush')
  }
  expect(await kept('refused')).toEqual([])
})

test('another workspace neither sees, changes nor forgets it', async () => {
  await put('ours', 'hush')
  const stranger = await server.stranger()
  expect(await namesOf(stranger)).toEqual([])
  expect((await stranger('DELETE', '/v1/secrets/ours')).status).toBe(404)
  expect((await put('ours', 'theirs', stranger)).status).toBe(204)
  expect(await kept('ours')).toEqual(['hush'])
})

test('a write key opens none of it', async () => {
  expect((await server.write('GET', '/v1/secrets')).status).toBeGreaterThanOrEqual(401)
  expect((await put('written', 'x', server.write)).status).toBeGreaterThanOrEqual(401)
  expect(await kept('written')).toEqual([])
})
