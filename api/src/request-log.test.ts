import { pino } from 'pino'
import { expect, test } from 'vitest'
import { testServer } from './testing.ts'

test('the log tells of every request with its id, route and workspace, and of nobody by name', async () => {
  const lines: string[] = []
  const server = await testServer({ log: pino({ level: 'trace' }, { write: (line) => lines.push(line) }) })
  const headers = { 'X-Request-Id': 'known-request' }
  await server.write('POST', '/v1/identify', {
    body: { userId: 'ada@example.com', traits: { phone: '+49 170 1234567' } },
    headers,
  })
  await server.write('POST', '/v1/track', { body: { anonymousId: '+49 170 1234567' } })
  await server.api('GET', '/v1/customers/ada@example.com')
  await server.api('GET', '/v1/customers?search=ada@example.com')
  await server.api('GET', '/v1/touches?customer=ada@example.com')
  await server.call('GET', `/sign-in/${await server.signInToken()}`)
  await server.call('GET', '/v1/customers/ada@example.com')
  await server.close()

  const log = lines.join('')
  for (const secret of ['ada@', '1234567', server.apiKey, server.writeKey, 'wend_session'])
    expect(log).not.toContain(secret)
  for (const line of lines) expect(line.split('"request":').length).toBeLessThanOrEqual(2)
  const told = lines.map((line): unknown => JSON.parse(line))
  expect(told).toContainEqual(
    expect.objectContaining({
      request: 'known-request',
      route: '/v1/identify',
      workspace: server.workspace,
      res: { status: 200 },
    }),
  )
  expect(told).toContainEqual(
    expect.objectContaining({ route: '/v1/customers/{id}', workspace: server.workspace, req: { method: 'GET' } }),
  )
})

test('a request that failed is told with what went wrong', async () => {
  const lines: string[] = []
  const server = await testServer({ log: pino({ level: 'error' }, { write: (line) => lines.push(line) }) })
  await server.pool.query('DROP TABLE rejected CASCADE')
  expect((await server.api('GET', '/v1/events/rejected')).status).toBe(500)
  await server.close()

  expect(lines.join('')).toContain('relation \\"rejected\\" does not exist')
  expect(lines.join('')).not.toContain('[object Object]')
})

test('of what Postgres refused the log tells neither the row nor the value', async () => {
  const lines: string[] = []
  const server = await testServer({ log: pino({ level: 'trace' }, { write: (line) => lines.push(line) }) })
  await server.pool.query(`ALTER TABLE customer ADD CONSTRAINT nobody CHECK (attributes = '{}')`)
  const body = { userId: 'ada@example.com', traits: { phone: '+49 170 1234567' } }
  expect((await server.write('POST', '/v1/identify', { body })).status).toBe(500)
  await server.pool.query('ALTER TABLE event ADD CONSTRAINT numbers CHECK (name::integer > 0)')
  const track = { userId: 'ada@example.com', event: '+49 170 1234567' }
  expect((await server.write('POST', '/v1/track', { body: track })).status).toBe(500)
  await server.close()
  const log = lines.join('')
  expect(log).toContain('violates check constraint')
  expect(log).toContain('a value that Postgres refuses')
  for (const secret of ['ada@', '1234567']) expect(log).not.toContain(secret)
})
