import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCustomer } from '../reads/customers.ts'
import { keepRejected } from '../reads/rejected.ts'
import { tablesHolding } from '../storage/testing.ts'
import { identify, inARow, message, type TestEngine, testEngine, until } from '../testing/engine.ts'
import { startSink } from '../testing/sink.ts'
import { sweepPokes } from '../upkeep/sweep.ts'
import { eraseCustomer, finishErasures } from './erase.ts'
import type { Incoming } from './incoming.ts'
import { counting, type TestDoor, testDoor, waiting } from './testing.ts'

const ada = { name: 'Ada Secret-Lovelace', email: 'ada.secret@example.com', phone: '+4917012345678' }
const everything = (id: string) => [id, ...Object.values(ada)]

describe('on real servers', () => {
  let sink: Awaited<ReturnType<typeof startSink>>
  let wend: TestEngine
  beforeAll(async () => {
    sink = await startSink()
    wend = await testEngine({ allowHosts: sink.host })
  })
  afterAll(async () => {
    await wend.stop()
    await sink.close()
  })
  const mail = (id: string) => ({
    id,
    type: 'send-email',
    config: { subject: 'Hello {{ customer.name }}', body: '<p>{{ customer.phone }} {{ event.note }}</p>' },
  })
  const enrollmentsOf = async (journey: string) =>
    (
      await wend.pool.query<{ id: string }>('SELECT id FROM enrollment WHERE journey = $1 ORDER BY entered_at', [
        journey,
      ])
    ).rows
  const readable = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) => (part instanceof Uint8Array ? Buffer.from(part).toString() : part))

  test('her workflows end at once, and neither the database, the outbox nor Temporal holds anything of her', async () => {
    const mailed = await wend.publish(
      inARow('Mailed', [{ id: 'in', type: 'entry-event', config: { event: 'signed_up' } }, mail('mail')]),
    )
    const waits = await wend.publish(
      inARow('Waits', [
        { id: 'in', type: 'entry-event', config: { event: 'signed_up' } },
        { id: 'month', type: 'wait', config: { duration: 'P30D' } },
        mail('mail'),
      ]),
    )
    await wend.send(identify('ada-the-first', ada), message('ada-the-first', 'signed_up', { note: ada.phone }))
    await until(
      () => wend.endings(mailed),
      ({ completed }) => completed === 1,
    )
    expect(await tablesHolding(wend.pool, everything('ada-the-first'))).toEqual(
      expect.arrayContaining(['caught_mail', 'customer', 'enrollment', 'touch']),
    )
    const ids = [...(await enrollmentsOf(mailed)), ...(await enrollmentsOf(waits))].map(({ id }) => id)
    expect(ids).toHaveLength(2)

    expect(await eraseCustomer(wend.engine, wend.workspace, 'ada-the-first', 'test')).toBe(true)
    expect(await tablesHolding(wend.pool, everything('ada-the-first'))).toEqual([])
    for (const id of ids) {
      const handle = wend.client.workflow.getHandle(id)
      await handle.result()
      const told = readable([await handle.fetchHistory(), (await handle.describe()).raw])
      for (const text of everything('ada-the-first')) expect(told).not.toContain(text)
    }
    await until(
      () => wend.pool.query('SELECT FROM poke'),
      ({ rowCount }) => rowCount === 0,
    )
    expect(await enrollmentsOf(waits)).toEqual([])
  })

  test('a touch that is on its way arrives nowhere in the database, and fails nothing', async () => {
    let answer: (() => void) | undefined
    sink.behaviour.answer = (_request, response) => {
      answer = () => void response.end('{}')
    }
    const hook = { id: 'hook', type: 'send-webhook', config: { url: `${sink.url}/x`, method: 'POST', saveAs: 'said' } }
    const start = { id: 'in', type: 'entry-event', config: { event: 'hooked' } }
    const hooked = await wend.publish(inARow('Hook', [start, hook, mail('mail')]))
    await wend.send(identify('ada-the-second', ada), message('ada-the-second', 'hooked', { note: ada.phone }))
    await until(
      () => answer,
      (is) => is !== undefined,
    )
    const [{ id = '' } = {}] = await enrollmentsOf(hooked)
    expect(await eraseCustomer(wend.engine, wend.workspace, 'ada-the-second', 'test')).toBe(true)
    answer?.()
    await wend.client.workflow.getHandle(id).result()
    expect(await finishErasures(wend.engine, 0)).toBe(1)
    expect(await tablesHolding(wend.pool, everything('ada-the-second'))).toEqual([])
    const open = await wend.pool.query('SELECT FROM erasure WHERE done_at IS NULL OR sending <> $1', [[]])
    expect(open.rowCount).toBe(0)
  })
})

describe('at the door', () => {
  let door: TestDoor
  beforeAll(async () => {
    door = await testDoor({ max: 20 })
  })
  afterAll(() => door.drop())
  const erase = () => eraseCustomer(door.engine, door.workspace, 'ada-l', 'test')

  test('while clients write her and steps take her on, nothing of what was there outlives an erasure', async () => {
    const yes = { id: 'yes', event: 'bought' }
    const every = { reEntry: { when: 'every-time' as const } }
    const journey = await door.publish(waiting('Every', [yes], every))
    // Its steps hold her row as they record an event.
    const echoing = await door.publish(
      inARow(
        'Echo',
        [
          { id: 'in', type: 'entry-event', config: { event: 'start' } },
          { id: 'echo', type: 'track-event', config: { event: 'echo', properties: { phone: '{{ customer.phone }}' } } },
          { id: 'rest', type: 'wait', config: { duration: 'P1D' } },
        ],
        { settings: every },
      ),
    )
    let nth = 0
    const write = (): Promise<unknown> => {
      nth += 1
      const names = ['start', 'bought', 'nobody']
      const own: Incoming[] = [
        message('ada-l', names[nth % 3] ?? '', { phone: ada.phone }, { anonymousId: `cookie-of-ada-${nth % 5}` }),
        {
          ...message('', 'looked', { phone: ada.phone }, { anonymousId: `cookie-of-ada-${nth % 7}` }),
          userId: undefined,
        },
        identify('ada-l', { ...ada, nth }),
      ]
      return door.send(...own)
    }
    const steps = async () => {
      const inside = [...(await door.enrollments(echoing)), ...(await door.enrollments(journey))]
      await Promise.all(inside.slice(0, 20).map(({ id }) => door.step(id)))
    }
    for (let round = 0; round < 6; round++)
      await Promise.all([
        ...Array.from({ length: 12 }, write),
        steps(),
        erase(),
        steps(),
        erase(),
        ...Array.from({ length: 12 }, write),
      ])

    const orphans = await door.pool.query(
      `SELECT FROM event e WHERE NOT EXISTS (SELECT FROM customer c WHERE c.id = e.customer)`,
    )
    expect(orphans.rowCount).toBe(0)
    for (const table of ['enrollment', 'watch', 'visit', 'touch']) {
      const lost = await door.pool.query(
        `SELECT FROM ${table} t WHERE NOT EXISTS (SELECT FROM customer c WHERE c.id = t.customer)`,
      )
      expect([table, lost.rowCount]).toEqual([table, 0])
    }
    await erase()
    for (let cookie = 0; cookie < 7; cookie++)
      await eraseCustomer(door.engine, door.workspace, `cookie-of-ada-${cookie}`, 'test')
    expect(await tablesHolding(door.pool, [...everything('ada-l'), 'cookie-of-ada'])).toEqual([])
    // Everybody who entered has ended, and nobody stands anywhere.
    const { rows } = await door.pool.query<{ name: string; n: number }>(
      `SELECT split_part(name, ':', 1) AS name, sum(n)::int AS n FROM (SELECT d.key AS name, d.value::int AS n
        FROM count_delta, jsonb_each_text(delta) d) AS told GROUP BY 1`,
    )
    const counts = new Map(rows.map(({ name, n }) => [name, n]))
    expect(counts.get('entered')).toBeGreaterThan(0)
    expect([counts.get('ended'), counts.get('here')]).toEqual([counts.get('entered'), 0])
  })

  test('an erasure that died half way is finished by the upkeep', async () => {
    await door.clear()
    await door.publish(waiting('Half', [{ id: 'yes', event: 'bought' }]))
    await door.send(identify('ada-l', ada), message('ada-l', 'start'))
    await keepRejected(door.engine, door.workspace, [{ message: '{"userId":"ada-l"}', issues: [] }])
    const broken = {
      ...door.engine,
      poker: {
        ...door.engine.poker,
        ring: () => {
          throw new Error('died')
        },
      },
    }
    expect(await eraseCustomer(broken, door.workspace, 'ada-l', 'test')).toBe(true)
    expect(await tablesHolding(door.pool, everything('ada-l'))).toEqual(['erasure'])
    expect(await finishErasures(door.engine)).toBe(0)
    expect(await finishErasures(door.engine, 0)).toBe(1)
    expect(await tablesHolding(door.pool, everything('ada-l'))).toEqual([])
    // The ring that was promised is made by the sweeper, though there is no enrollment left to read.
    door.rung.length = 0
    expect(await sweepPokes(door.engine, 0)).toBeGreaterThan(0)
    expect(door.rung).not.toEqual([])
  })

  test('an e-mail that reaches the local outbox after the erasure is found by its Message-ID', async () => {
    await door.clear()
    const journey = await door.publish(waiting('Mail', [{ id: 'yes', event: 'bought' }]))
    await door.send(identify('ada-l', ada), message('ada-l', 'start'))
    const [{ id = '' } = {}] = await door.enrollments(journey)
    const content = { to: ada.email, headers: { 'Message-ID': '<0123@localhost>' } }
    await door.pool.query(
      `INSERT INTO touch (workspace, enrollment, visit, journey, customer, node, channel, state, content, created_at, updated_at)
       SELECT workspace, id, 1, journey, customer, 'mail', 'email', 'sending', $2, now(), now() FROM enrollment WHERE id = $1`,
      [id, content],
    )
    await eraseCustomer(door.engine, door.workspace, 'ada-l', 'test')
    await door.pool.query(
      `INSERT INTO caught_mail (workspace, message_id, recipient, subject, raw) VALUES ($1, '<0123@localhost>', $2, '', '')`,
      [door.workspace, ada.email],
    )
    expect(await finishErasures(door.engine, 0)).toBe(1)
    expect(await tablesHolding(door.pool, [...everything('ada-l'), '0123@localhost'])).toEqual([])
  })

  test('who is looked at while she is being erased is not found', async () => {
    await door.clear()
    await door.send(identify('ada-l', ada))
    // Her ids go first, between the two queries of a reader.
    const pool = new Proxy(door.pool, {
      get(of, key) {
        if (key !== 'query') return Reflect.get(of, key)
        return async (...sent: unknown[]) => {
          const found = await Reflect.apply(of.query, of, sent)
          await of.query('DELETE FROM customer_id WHERE workspace = $1', [door.workspace])
          return found
        }
      },
    })
    await expect(readCustomer({ pool }, door.workspace, 'ada-l')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a short id takes nothing of others that merely hold its letters', async () => {
    await door.clear()
    await door.send(identify('1', {}))
    const kept = [
      { userId: 'user 11', event: 'x' },
      { userId: '1', event: 'x' },
      { userId: 'eve', n: 1 },
    ]
    await keepRejected(
      door.engine,
      door.workspace,
      kept.map((message) => ({ message: JSON.stringify(message), issues: [] })),
    )
    await door.pool.query(
      `INSERT INTO idempotency (workspace, key, request, status, body) VALUES ($1, 'a', '', 200, '{"customer": "1"}'), ($1, 'b', '', 200, '{"customer": "21"}')`,
      [door.workspace],
    )
    expect(await eraseCustomer(door.engine, door.workspace, '1', 'test')).toBe(true)
    const { rows } = await door.pool.query('SELECT message FROM rejected ORDER BY id')
    expect(rows.map(({ message }) => message)).toEqual([JSON.stringify(kept[0]), JSON.stringify(kept[2])])
    expect((await door.pool.query('SELECT key FROM idempotency')).rows).toEqual([{ key: 'b' }])
  })

  test('nobody is erased by an id that is unknown', async () => {
    expect(await eraseCustomer(door.engine, door.workspace, 'nobody', 'test')).toBe(false)
  })

  test('costs the same statements however much she did', async () => {
    const watched = counting(door.pool)
    const sent = []
    for (const size of [1, 200]) {
      await door.send(identify('many', ada), ...Array.from({ length: size }, () => message('many', 'start', {}, {})))
      watched.statements.length = 0
      await eraseCustomer({ ...door.engine, pool: watched.pool }, door.workspace, 'many', 'test')
      sent.push(watched.statements.length)
    }
    expect(sent[0]).toBe(sent[1])
  })
})
