import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { identify, message } from '../testing/engine.ts'
import type { Incoming } from './incoming.ts'
import { type TestDoor, testDoor, waiting } from './testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await testDoor()
})
beforeEach(() => door.clear())
afterAll(() => door.drop())

/** A message by an anonymous id, and by a user where she says who she is. */
const by = (anonymousId: string, userId?: string, name = 'seen'): Incoming => {
  const { userId: _, ...rest } = message('', name, {}, { anonymousId })
  return userId === undefined ? rest : { ...rest, userId }
}

/** Customers as their ids, in groups: `a` and `ada` are one. */
async function people(): Promise<string[]> {
  const { rows } = await door.pool.query<{ ids: string }>(
    `SELECT string_agg(i.value, ' ' ORDER BY i.kind, i.value) || CASE WHEN c.user_id IS NULL THEN '' ELSE ' = ' || c.user_id END AS ids
     FROM customer c JOIN customer_id i ON i.workspace = c.workspace AND i.customer = c.id GROUP BY c.id, c.user_id ORDER BY 1`,
  )
  return rows.map(({ ids }) => ids)
}

describe('an anonymous id', () => {
  const orders: [string, Incoming[], string[]][] = [
    ['before she says who she is', [by('a'), by('a', 'ada')], ['a ada = ada']],
    ['with her first message', [by('a', 'ada'), by('a')], ['a ada = ada']],
    ['when she is known already', [message('ada', 'seen'), by('a', 'ada'), by('a')], ['a ada = ada']],
    ['first claimed by her, then by another', [by('a', 'ada'), by('a', 'bob'), by('a')], ['a ada = ada', 'bob = bob']],
    ['and a second one', [by('a', 'ada'), by('b', 'ada'), by('b')], ['a b ada = ada']],
    ['known, and claimed by two', [by('a'), by('a', 'ada'), by('a', 'bob')], ['a ada = ada', 'bob = bob']],
    // Merging two customers who both have a past comes with its own issue; nothing of either is lost.
    ['known, when she is known apart', [by('a'), message('ada', 'seen'), by('a', 'ada')], ['a', 'ada = ada']],
    [
      'known apart, and then claimed by a newcomer',
      [by('a'), message('ada', 'seen'), by('a', 'ada'), by('a', 'bob')],
      ['a', 'ada = ada', 'bob = bob'],
    ],
  ]
  test.each(orders)('belongs to the first user who claims it: %s', async (_name, messages, expected) => {
    for (const one of messages) await door.send(one)
    expect(await people()).toEqual(expected)
    const { rows } = await door.pool.query('SELECT DISTINCT customer FROM event')
    expect(rows).toHaveLength(expected.length)
  })

  test.each(orders)('in one batch is the same: %s', async (_name, messages, expected) => {
    await door.send(...messages)
    expect(await people()).toEqual(expected)
  })

  test('claimed by eight users at once goes to one of them, and nothing is lost', async () => {
    const users = Array.from({ length: 8 }, (_, nth) => `user${nth}`)
    await door.send(by('known'))
    await Promise.all(users.map((user) => door.send(by('known', user), by('new', user), by('known'), by('new'))))
    const owners = await people()
    expect(owners).toHaveLength(8)
    expect(owners.filter((ids) => ids.includes('known'))).toHaveLength(1)
    expect(owners.filter((ids) => ids.includes('new'))).toHaveLength(1)
    expect((await door.pool.query('SELECT FROM event')).rowCount).toBe(33)
  })

  test('keeps its enrollments and its attributes when it becomes a user', async () => {
    const journey = await door.publish(waiting('Anonymous', [{ id: 'yes', event: 'bought' }]))
    await door.send({ ...by('a'), attributes: { plan: 'free' } }, by('a', undefined, 'start'))
    await door.send(by('a', 'ada', 'bought'))
    expect(await door.enrollments(journey)).toMatchObject([{ customer: 'ada', claim: 'yes' }])
    expect(await door.attributes('ada')).toEqual({ plan: 'free' })
    expect((await door.pool.query('SELECT first_id, user_id FROM customer')).rows).toEqual([
      { first_id: 'a', user_id: 'ada' },
    ])
  })
})

describe('attributes', () => {
  test('keep their types; null removes; names of prototypes are data', async () => {
    const odd = JSON.parse(
      '{"constructor": 1, "toString": "x", "hasOwnProperty": null, "": "", "nested": {"a": [null, 1.5, true]}}',
    )
    await door.send(identify('ada', { n: 1, text: '1', yes: false, gone: 1, ...odd }))
    await door.send(identify('ada', { gone: null, never: null }))
    expect(await door.attributes('ada')).toEqual({
      n: 1,
      text: '1',
      yes: false,
      constructor: 1,
      toString: 'x',
      '': '',
      nested: { a: [null, 1.5, true] },
    })
  })

  test('are the same whatever the batches', async () => {
    const change = fc.record({
      attributes: fc.dictionary(
        fc.constantFrom('timezone', 'locale', 'a', 'valueOf'),
        fc.constantFrom(null, 1, 'x', true),
      ),
      fill: fc.dictionary(fc.constantFrom('timezone', 'locale'), fc.constantFrom('UTC', 'Asia/Shanghai')),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        await door.clear()
        const messages = (user: string) => changes.map((one) => message(user, 'identify', {}, one))
        for (const one of messages('one')) await door.send(one)
        await door.send(...messages('all'))
        expect(await door.attributes('all')).toEqual(await door.attributes('one'))
      }),
      { numRuns: 25 },
    )
  })

  test('that the context tells fill what is missing, and overwrite nothing', async () => {
    const fill = { timezone: 'Asia/Shanghai', locale: 'zh-CN' }
    await door.send(message('ada', 'seen', {}, { fill }), identify('bob', { timezone: 'UTC' }))
    await door.send(message('ada', 'seen', {}, { fill: { timezone: 'UTC' } }), message('bob', 'seen', {}, { fill }))
    expect(await door.attributes('ada')).toEqual(fill)
    expect(await door.attributes('bob')).toEqual({ timezone: 'UTC', locale: 'zh-CN' })
  })

  test('set at the same moment by many lose nothing', async () => {
    await door.send(message('ada', 'seen'))
    await Promise.all(Array.from({ length: 12 }, (_, nth) => door.send(identify('ada', { [`n${nth}`]: nth }))))
    expect(Object.keys(await door.attributes('ada'))).toHaveLength(12)
  })
})

describe('strange texts', () => {
  const long = '漢'.repeat(500)
  const strange = ['🦊', '\ud800', '\udc00x', '\ufffd', `'"\\{}`, 'NULL', '', ' ', long, '\u202e', '__proto__']

  test('in ids, names, properties and attributes are stored, and fail nothing', async () => {
    const journey = await door.publish(
      waiting('Strange', [{ id: 'yes', event: '🦊' }], { reEntry: { when: 'every-time' } }),
    )
    const messages = strange.flatMap((text) => [
      message(`user ${text}`, 'start', { [text]: text, text }, { messageId: `start ${text}`, anonymousId: text }),
      message(`user ${text}`, text.slice(0, 200), { deep: [{ [text]: [text] }] }, { messageId: `event ${text}` }),
      identify(`user ${text}`, { [text]: text, text }),
    ])
    const { accepted } = await door.send(...messages)
    expect(accepted).toBeGreaterThanOrEqual(messages.length - 4)
    expect(await door.send(...messages.filter(({ kind }) => kind === 'track'))).toMatchObject({ accepted: 0 })
    for (const one of messages) await door.send({ ...one, messageId: `${one.messageId} again` })
    await door.enroll(journey, { customers: strange, properties: { text: '\ud800' }, key: '\ud800' })
    expect((await door.enrollments(journey)).length).toBeGreaterThanOrEqual(strange.length)
  })

  test('and times: the year 1, now and tomorrow are stored, by a clock that is never ahead of ours', async () => {
    const journey = await door.publish(waiting('Times', [{ id: 'yes', event: 'bought' }]))
    const ahead = { atMs: Date.now() + 3_600_000 }
    await door.send(message('ada', 'old', {}, { atMs: Date.UTC(1, 0, 1) }), message('ada', 'start', {}, ahead))
    await door.send(message('ada', 'bought'))
    expect(await door.enrollments(journey)).toMatchObject([{ claim: 'yes' }])
    expect((await door.pool.query('SELECT FROM event WHERE at > received_at')).rowCount).toBe(0)
  })
})
