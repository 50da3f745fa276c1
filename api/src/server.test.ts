import { request as rawRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, draft, issuesOf, type TestServer, testServer } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const document = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        summary: z.string(),
        security: z.array(z.record(z.string(), z.array(z.string()))),
        parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
        responses: z.record(z.string(), z.object({ content: z.unknown().optional() })),
      }),
    ),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
})
const readDocument = async () => bodyOf(await server.call('GET', '/openapi.json'), document)

describe('the OpenAPI document', () => {
  test('holds every mounted route, and no other', async () => {
    const { paths } = await readDocument()
    const told = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    // Read from the router itself, which knows nothing of declarations.
    expect(told.toSorted()).toEqual(server.mounted().toSorted())
  })

  test('names every part of a path, once, and gives each operation a name of its own', async () => {
    const { paths } = await readDocument()
    const names = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(new Set(names).size).toBe(names.length)
    for (const [path, methods] of Object.entries(paths))
      for (const { parameters = [] } of Object.values(methods))
        expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(
          [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
        )
  })

  test('describes what every answer holds, and points nowhere outside itself', async () => {
    const answered = await server.call('GET', '/openapi.json')
    const { components } = bodyOf(answered, document)
    const references = [...answered.text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
    expect(references.filter((name) => name === undefined || !(name in components.schemas))).toEqual([])
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining([
        'Issue',
        'Problem',
        'Journey',
        'JourneyResource',
        'JourneyRow',
        'Counts',
        'NodeType',
        'Touch',
        'Enrollment',
        'Customer',
      ]),
    )
  })

  test('asks for a key where the routes do', async () => {
    const { paths } = await readDocument()
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { security }] of Object.entries(methods)) {
        if (security.length === 0) continue
        const { status } = await server.call(
          method.toUpperCase(),
          path.replaceAll(/\{\w+\}/g, 'x'),
          method === 'get' ? {} : { body: {} },
        )
        expect([path, status]).toEqual([path, 401])
      }
  })
})

test('no answer can be framed, sniffed, run or kept, and none names its server', async () => {
  const plain = ['/v1/journeys', '/v1/nothing', '/openapi.json', '/u/x', '/c/x', '/o/x', '/sign-in/x']
  for (const path of plain) {
    const { headers } = await server.api('GET', path)
    expect([path, headers.get('Content-Security-Policy')]).toEqual([
      path,
      expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
    ])
    expect(headers.get('Content-Security-Policy')).not.toContain('script-src')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
    expect(headers.get('X-Powered-By')).toBeNull()
    expect([path, headers.get('Cache-Control')]).toEqual([path, 'no-store'])
  }
})

describe('whatever is sent', () => {
  const someId = '01890a5d-ac96-774b-bcce-b302099a8057'
  const soundBodies: [end: string, body: object][] = [
    ['/enrollments', { customers: ['x'] }],
    ['/comments', { node: 'x', text: 'x' }],
    ['/replies', { text: 'x' }],
    ['/family', { family: 'entry' }],
    ['/presence/{page}', { node: null }],
    ['/v1/journeys/{id}', { name: 'x', nodes: [], edges: [] }],
  ]

  test.each([
    ['a word', 'x'],
    ['a NUL', '%00'],
    ['half a surrogate pair', '%ED%A0%80'],
    ['an escape that breaks off', '%E0%A4%A'],
    ['a UUID and a letter', `${someId}x`],
    ['a way up', '..%2F..'],
    ['SQL', "'; --"],
    ['5,000 letters', 'a'.repeat(5000)],
    ['an emoji', '%F0%9F%98%80'],
    ['a prototype', '__proto__'],
  ])('an id that is %s is not found, by any route', async (_name, id) => {
    for (const { method, path } of server.routes.filter((each) => each.caller === 'operator' && each.params)) {
      if (method === 'put' && path === '/v1/secrets/{name}') continue
      const query = path.endsWith('/why-not-entered') ? '?customer=x' : ''
      const address = path.replace(/\{\w+\}/g, () => id) + query
      const headers = { 'If-Match': '"1"', Accept: 'text/event-stream' }
      const body = soundBodies.find(([end]) => path.endsWith(end))?.[1] ?? {}
      const { status } = await server.api(
        method.toUpperCase(),
        address,
        method === 'get' ? { headers } : { headers, body },
      )
      expect([address, status]).toEqual([address, 404])
    }
  })

  test.each([
    ['broken off', '[', 400],
    ['null', 'null', 422],
    ['a text', '"text"', 422],
    ['a list', '[]', 422],
    ['100,000 lists deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422],
    ['50,000 objects deep', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 422],
    ['with a prototype', '{"__proto__":{"mode":"hold"}}', 422],
    ['with a NUL', '{"a":"\\u0000"}', 422],
    ['with an infinite number', '{"a":1e999}', 422],
    ['with a key of 900,000 letters', `{"${'k'.repeat(900_000)}":1}`, 422],
    ['with 100,000 equal keys', `{${'"a":1,'.repeat(100_000)}"a":1}`, 422],
    ['too large', `"${'x'.repeat(1_600_000)}"`, 413],
  ])('a body %s is refused by every route that takes one, with a problem document', async (_name, raw, status) => {
    for (const { method, path } of server.routes.filter(
      (each) => each.caller === 'operator' && each.method !== 'get',
    )) {
      if (path === '/v1/session/end' || path.endsWith('/demo') || method === 'delete') continue
      const address = path.replace(/\{\w+\}/g, () => someId)
      const answered = await server.api(method.toUpperCase(), address, { raw, headers: { 'If-Match': '"1"' } })
      expect([path, answered.status]).toEqual([path, status])
      expect(answered.headers.get('Content-Type')).toMatch('application/problem+json')
    }
  })

  test('bytes that are not UTF-8, an unknown encoding and broken gzip are refused', async () => {
    const post = (raw: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      server.api('POST', '/v1/journeys', { raw, headers })
    expect((await post(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))).status).toBe(400)
    expect((await post(new Uint8Array([1, 2, 3]), { 'Content-Encoding': 'gzip' })).status).toBe(400)
    expect((await post(new Uint8Array([1, 2, 3]), { 'Content-Encoding': 'compress' })).status).toBe(415)
  })

  test.each([
    '?limit=0',
    '?limit=x',
    '?limit=1001',
    '?cursor=x',
    '?cursor=WyIwMDAwIl0',
    '?unknown=1',
    '?limit=1&limit=2',
    '?cursor=%00',
  ])('the query %s is refused by every list, and its name is told', async (query) => {
    for (const { path } of server.routes.filter((each) => each.method === 'get' && 'cursor' in each.query.shape)) {
      const { id } = await draft(server)
      await server.write('POST', '/v1/identify', { body: { userId: 'list' } })
      const answered = await server.api('GET', path.replace('{id}', path.includes('journeys') ? id : 'list') + query)
      expect([path, answered.status]).toEqual([path, 400])
      expect(issuesOf(answered).length).toBeGreaterThan(0)
    }
  })

  test('filters that were left empty say nothing', async () => {
    const { id } = await draft(server)
    expect((await server.api('GET', `/v1/journeys/${id}/enrollments?node=&state=`)).status).toBe(200)
    expect((await server.api('GET', '/v1/touches?customer=&journey=&channel=&state=')).status).toBe(200)
  })

  test('an unknown route is a problem document in the caller’s language', async () => {
    const answered = await server.api('GET', '/v1/nothing', { headers: { 'Accept-Language': 'zh-CN' } })
    expect(answered.status).toBe(404)
    expect(answered.headers.get('Content-Type')).toMatch('application/problem+json')
    expect(answered.text).toContain('没有这个接口')
    expect((await server.call('GET', '/favicon.png')).status).toBe(404)
  })

  test('a method that an address does not take is refused by naming those that it takes', async () => {
    for (const [method, path, allowed] of [
      ['PATCH', '/v1/journeys', 'GET, HEAD, POST'],
      ['POST', '/v1/journeys/any', 'GET, HEAD, PUT, DELETE'],
      ['GET', '/v1/track', 'POST'],
      ['DELETE', '/healthz', 'GET, HEAD'],
    ] as const) {
      const answered = await server.api(method, path)
      expect([answered.status, answered.headers.get('Allow')]).toEqual([405, allowed])
      expect(answered.headers.get('Content-Type')).toMatch('application/problem+json')
    }
  })

  test('a request id comes back, and one that is given is kept', async () => {
    const given = await server.call('GET', '/healthz', { headers: { 'X-Request-Id': 'abc-1' } })
    expect(given.headers.get('X-Request-Id')).toBe('abc-1')
    const made = await server.call('GET', '/healthz', { headers: { 'X-Request-Id': 'not one of ours' } })
    expect(made.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a path that is no path at all is refused', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(server.url)
      const asked = rawRequest({
        hostname,
        port,
        path: '/v1/customers/%',
        headers: { Authorization: `Bearer ${server.apiKey}` },
      })
      asked
        .once('response', (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end()
    })
    expect(status).toBe(404)
  })
})
