import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer({ proxies: 1 })
})
afterAll(() => server.close())

const from = (address: string, headers: Record<string, string> = {}) => ({ ...headers, 'X-Forwarded-For': address })
const journeys = async (Authorization: string, address: string) =>
  server.call('GET', '/v1/journeys', { headers: from(address, { Authorization }) })
const good = () => `Bearer ${server.apiKey}`

async function exhaust(address: string): Promise<number[]> {
  const tries = Array.from({ length: 100 }, (_, nth) => async () => {
    const headers = [
      { Authorization: `Bearer wrong-${nth}` },
      { Authorization: basic(`wrong-${nth}`) },
      { Cookie: `wend_session=wrong-${nth}` },
    ]
    if (nth % 4 === 3) return server.call('GET', `/sign-in/wrong-${nth}`, { headers: from(address) })
    const path = nth % 4 === 1 ? '/v1/track' : '/v1/session/end'
    return server.call('POST', path, { headers: from(address, headers[nth % 4]), body: {} })
  })
  const statuses = new Set<number>()
  for (const one of tries) statuses.add((await one()).status)
  return [...statuses].sort()
}

test('an address that tries key after key, link after link, session after session is sent away for a minute', async () => {
  expect(await exhaust('203.0.113.7')).toEqual([401, 410])
  const away = await journeys('Bearer wrong', '203.0.113.7')
  expect(away.status).toBe(429)
  expect(Number(away.headers.get('Retry-After'))).toBeGreaterThan(50)
  expect((await server.call('GET', '/sign-in/wrong', { headers: from('203.0.113.7') })).status).toBe(429)
  expect((await journeys('Bearer wrong', '203.0.113.8')).status).toBe(401)
  // Without a key nothing is looked up, and nothing counts.
  expect((await server.call('GET', '/v1/journeys', { headers: from('203.0.113.7') })).status).toBe(401)
})

test('a key that opened lately goes on opening, whatever its neighbours try', async () => {
  expect((await journeys(good(), '203.0.113.9')).status).toBe(200)
  await exhaust('203.0.113.9')
  expect((await journeys(good(), '203.0.113.9')).status).toBe(200)
  expect((await journeys(`Bearer ${await server.key('api')}`, '203.0.113.9')).status).toBe(429)
})

test('addresses of one /64 are one, and without a proxy nobody says from where he comes', async () => {
  await exhaust('2001:db8:1:2::7')
  expect((await journeys('Bearer wrong', '2001:db8:1:2:9::1')).status).toBe(429)
  expect((await journeys('Bearer wrong', '2001:db8:1:3::7')).status).toBe(401)
  const direct = await testServer()
  for (let nth = 0; nth < 100; nth++)
    await direct.call('GET', '/v1/journeys', {
      headers: from(`198.51.100.${nth}`, { Authorization: `Bearer wrong-${nth}` }),
    })
  const answered = await direct.call('GET', '/v1/journeys', {
    headers: from('198.51.100.200', { Authorization: 'Bearer wrong' }),
  })
  expect(answered.status).toBe(429)
  await direct.close()
})
