import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bodyOf, publish, type TestServer, testServer } from '../testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const list = z.object({ items: z.array(z.looseObject({ id: z.string() })), next: z.string().nullable() })
const page = z.object({
  items: z.array(z.looseObject({ at: z.string(), kind: z.string() })),
  next: z.string().nullable(),
})
const found = async (search: string) =>
  bodyOf(await server.api('GET', `/v1/customers?search=${encodeURIComponent(search)}`), list).items.map(({ id }) => id)
const identify = (userId: string, traits: Record<string, unknown>, more = {}) =>
  server.write('POST', '/v1/identify', { body: { userId, traits, ...more } })

test('customers are found by the beginning of an id, a name or an address, in any case', async () => {
  await identify('u-100', { name: 'Ada Lovelace', email: 'ada@example.com' }, { anonymousId: 'anon-7' })
  await identify('u-200', { name: 'Grace', email: 'GRACE@example.com' })
  await server.write('POST', '/v1/track', { body: { anonymousId: 'anon-8', event: 'e' } })
  expect(await found('ADA')).toEqual(['u-100'])
  expect(await found('grace@')).toEqual(['u-200'])
  expect(await found('u-')).toEqual(['u-200', 'u-100'])
  expect(await found('anon-')).toEqual(['anon-8', 'u-100'])
  expect(await found('%')).toEqual([])
})

test('a page of customers with large attributes ends early, and the next goes on behind it', async () => {
  const many = Array.from({ length: 45 }, (_, nth) => `large-${nth}`)
  await Promise.all(many.map((user) => identify(user, { about: `${user} ${'x'.repeat(30_000)}` })))
  const seen: string[] = []
  let path = '/v1/customers?search=large-&limit=45'
  for (let pages = 0; pages < 10; pages++) {
    const answered = await server.api('GET', path)
    expect(answered.text.length).toBeLessThan(1_200_000)
    const { items, next } = bodyOf(answered, list)
    expect(items.length).toBeGreaterThan(0)
    seen.push(...items.map(({ id }) => id))
    if (next === null) break
    path = `/v1/customers?search=large-&limit=45&cursor=${encodeURIComponent(next)}`
  }
  expect(seen).toHaveLength(45)
  expect(new Set(seen)).toEqual(new Set(many))
})

test('one customer is known by her user id and by her anonymous id', async () => {
  await identify('both', { level: 3, tags: ['a'], gone: null }, { anonymousId: 'both-anon' })
  const shape = z.looseObject({ id: z.string(), attributes: z.unknown(), ids: z.unknown(), consents: z.unknown() })
  const known = bodyOf(await server.api('GET', '/v1/customers/both'), shape)
  expect(known).toMatchObject({
    id: 'both',
    attributes: { level: 3, tags: ['a'] },
    ids: [
      { kind: 'user', value: 'both' },
      { kind: 'anonymous', value: 'both-anon' },
    ],
    consents: {},
  })
  expect(bodyOf(await server.api('GET', '/v1/customers/both-anon'), shape)).toEqual(known)
})

test('an id may hold anything that an address can carry', async () => {
  const id = 'a/b c?d#e%é文😀'
  await identify(id, {})
  expect(
    bodyOf(await server.api('GET', `/v1/customers/${encodeURIComponent(id)}`), z.object({ id: z.string() })).id,
  ).toBe(id)
})

test('a timeline goes on exactly where it stopped, however small its pages', async () => {
  await publish(server)
  const events = Array.from({ length: 7 }, (_, nth) => ({
    type: 'track',
    userId: 'long',
    event: `e${nth}`,
    timestamp: '2026-01-01T00:00:00Z',
  }))
  await server.write('POST', '/v1/batch', {
    body: { batch: [...events, { type: 'track', userId: 'long', event: 'add_to_cart' }] },
  })
  const whole = bodyOf(await server.api('GET', '/v1/customers/long/timeline'), page).items
  expect(whole).toHaveLength(10)
  const pieces: unknown[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const piece: z.output<typeof page> = bodyOf(
      await server.api('GET', `/v1/customers/long/timeline?limit=3${cursor && `&cursor=${cursor}`}`),
      page,
    )
    pieces.push(...piece.items)
    cursor = piece.next
  }
  expect(pieces).toEqual(whole)
  expect(whole.map(({ at }) => at)).toEqual(
    whole
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  )
  expect(whole.map(({ kind }) => kind).slice(0, 3)).toEqual(['visit', 'entered', 'event'])
})
