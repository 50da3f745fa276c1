import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

test('every node type of the catalog comes with all that an editor needs', async () => {
  const shape = z.object({
    items: z.array(
      z.object({
        type: z.string(),
        version: z.number(),
        category: z.string(),
        icon: z.string(),
        schema: z.looseObject({ type: z.literal('object') }),
        defaults: z.looseObject({}),
        outlets: z.array(z.unknown()),
        quick: z.array(z.string()),
        texts: z.object({ en: z.looseObject({ name: z.string() }), 'zh-CN': z.looseObject({ name: z.string() }) }),
        entry: z.boolean(),
      }),
    ),
    next: z.null(),
  })
  const { items } = bodyOf(await server.api('GET', '/v1/node-types'), shape)
  expect(items.map(({ type }) => type)).toEqual(server.engine.catalog.all.map(({ type }) => type))
  expect(items.filter(({ entry }) => entry).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['entry-event', 'entry-api']),
  )
  expect(items.find(({ type }) => type === 'wait-for-event')).toMatchObject({
    outlets: [{ each: 'branches' }, 'timed-out'],
  })
})
