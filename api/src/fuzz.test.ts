/// <reference lib="es2024.string" />
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { draft, publish, type TestServer, testServer } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

interface Schema {
  $ref?: string | undefined
  type?: unknown
  enum?: unknown[] | undefined
  properties?: Record<string, Schema> | undefined
  items?: Schema | undefined
  anyOf?: Schema[] | undefined
  oneOf?: Schema[] | undefined
}
const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), schema).optional(),
    items: schema.optional(),
    anyOf: z.array(schema).optional(),
    oneOf: z.array(schema).optional(),
  }),
)
const document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: schema.optional() })).optional(),
        requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema }) }) }).optional(),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})
type Document = z.output<typeof document>

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    '{{ customer.x }}',
    1e308,
    -1,
    2 ** 53,
    'PT1S',
    'x'.repeat(2_000),
  ),
)

const text = fc.string({ unit: 'binary' })
const anyText = fc.oneof(fc.constantFrom('a', 'wait', 'send-email', 'next', 'PT2H', 'purchase'), text)
const anyNumber = fc.oneof(fc.nat(9), fc.double())
const anyObject = fc.dictionary(text, odd, { maxKeys: 4 })

/** Values of a schema, about every eighth part of them something else. */
function valuesOf({ components }: Document, of: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 6) return odd
  const below = (each: Schema) => valuesOf({ components, paths: {} }, each, depth + 1)
  const right = (): fc.Arbitrary<unknown> => {
    const named = of.$ref === undefined ? undefined : components.schemas[of.$ref.split('/').at(-1) ?? '']
    if (named) return below(named)
    const choice = of.anyOf ?? of.oneOf
    if (choice) return fc.oneof(...choice.map(below))
    if (of.enum) return fc.constantFrom(...of.enum)
    if (of.properties) {
      const members = Object.entries(of.properties).map(([key, each]) => [key, below(each)] as const)
      return fc.record(Object.fromEntries(members), { requiredKeys: [] })
    }
    if (of.type === 'array' && of.items) return fc.array(below(of.items), { maxLength: 4 })
    if (of.type === 'object') return anyObject
    if (of.type === 'integer' || of.type === 'number') return anyNumber
    if (of.type === 'string') return anyText
    return odd
  }
  return fc.oneof({ weight: 7, arbitrary: right() }, { weight: 1, arbitrary: odd })
}

test('no route answers 5xx, whatever comes in the shape that the document tells, or nearly so', async () => {
  const told = document.parse(JSON.parse((await server.call('GET', '/openapi.json')).text))
  const ids = [(await draft(server)).id, (await publish(server)).id]
  await server.write('POST', '/v1/identify', { body: { userId: 'fuzz', traits: {} } })

  for (const { method, path, caller } of server.routes) {
    const operation = told.paths[path]?.[method]
    const body = operation?.requestBody?.content['application/json'].schema
    const filters = (operation?.parameters ?? []).filter((each) => each.in === 'query')
    if (!operation || path.endsWith('/stream') || path === '/v1/session/end') continue
    const query = fc.record(
      Object.fromEntries(filters.map((each) => [each.name, fc.oneof(valuesOf(told, each.schema ?? {}), text)])),
      { requiredKeys: [] },
    )
    const call = caller === 'write-key' ? server.write : server.api
    const input = fc.tuple(
      body ? valuesOf(told, body) : fc.constant(undefined),
      query,
      fc.constantFrom(...ids, 'fuzz', 'x'),
      fc.constantFrom('"1"', '"2"', '*', 'x'),
    )
    await fc.assert(
      fc.asyncProperty(input, async ([sent, asked, id, match]) => {
        const search = new URLSearchParams()
        for (const [name, value] of Object.entries(asked)) search.append(name, asText(value).toWellFormed())
        const address = `${path.replaceAll(/\{\w+\}/g, id)}?${search}`
        const { status } = await call(method.toUpperCase(), address, {
          ...(sent === undefined ? {} : { body: sent }),
          headers: { 'If-Match': match },
        })
        expect([address, status < 500]).toEqual([address, true])
      }),
      { numRuns: body ? 25 : 10 },
    )
  }
}, 90_000)

/** A random value as it stands in an address; it may have a `toString` of its own that is none. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
