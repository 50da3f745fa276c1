import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pauseJourney, stopJourney } from '../lifecycle/transitions.ts'
import { identify, inARow, message } from '../testing/engine.ts'
import { type TestDoor, testDoor, waiting, where } from './testing.ts'

const hourMs = 3_600_000
let door: TestDoor

beforeAll(async () => {
  door = await testDoor()
})
beforeEach(() => door.clear())
afterAll(() => door.drop())

const yes = { id: 'yes', event: 'bought' }

describe('an exit', () => {
  test('ends the enrollment in the same transaction, in the middle of a wait, and forgets what it waited for', async () => {
    const journey = await door.publish(waiting('Exit', [yes], { exits: [{ event: 'closed' }] }))
    await door.send(message('ada', 'start'))
    await door.send(message('ada', 'closed'))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'ended', reason: 'exit', node: 'hold' }])
    expect((await door.pool.query('SELECT FROM watch')).rowCount).toBe(0)
    expect(door.rung.map(({ fresh, untilMs }) => ({ fresh, at: untilMs === null }))).toEqual([
      { fresh: true, at: false },
      { fresh: false, at: true },
    ])
    const { rows } = await door.pool.query('SELECT note FROM enrollment')
    expect(rows).toEqual([{ note: 'closed' }])
  })

  test('takes a condition on the event and on the entry', async () => {
    const exits = [{ event: 'closed', where: where('event.cart', '=', 'entry.cart', 'field') }]
    const journey = await door.publish(waiting('Exit', [yes], { exits }))
    await door.send(
      message('ada', 'start', { cart: 1 }),
      message('ada', 'closed', { cart: '1' }),
      message('ada', 'closed'),
    )
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'waiting' }])
    await door.send(message('ada', 'closed', { cart: 1 }))
    expect(await door.enrollments(journey)).toMatchObject([{ reason: 'exit' }])
  })

  test('comes before waits: the event that is both ends it', async () => {
    const journey = await door.publish(waiting('Both', [yes], { exits: [{ event: 'bought' }] }))
    await door.send(message('ada', 'start'), message('ada', 'bought'))
    expect(await door.enrollments(journey)).toMatchObject([{ reason: 'exit', claim: null }])
  })

  test('comes before entries: the event that ends one enrollment begins the next', async () => {
    const settings = { reEntry: { when: 'after-exit' as const }, exits: [{ event: 'start' }] }
    const journey = await door.publish(waiting('Round', [yes], settings))
    for (const nth of [1, 2, 3]) await door.send(message('ada', 'start', { nth }))
    await door.send(message('ada', 'start', { nth: 4 }), message('ada', 'start', { nth: 5 }))
    const seen = await door.enrollments(journey)
    expect(seen.map(({ state, entry }) => [state, entry.nth])).toEqual([
      ['ended', 1],
      ['ended', 2],
      ['ended', 3],
      ['ended', 4],
      ['waiting', 5],
    ])
  })
})

describe('a wait', () => {
  test('is claimed by the first of two matching events', async () => {
    const journey = await door.publish(waiting('First', [yes, { id: 'no', event: 'left' }]))
    await door.send(message('ada', 'start'))
    await door.send(message('ada', 'left'), message('ada', 'bought'))
    await door.send(message('ada', 'bought'))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'ended', claim: 'no' }])
    expect(door.rung.filter(({ fresh }) => !fresh)).toHaveLength(1)
  })

  test('is left by the first drawn of two matching branches', async () => {
    const big = { id: 'big', event: 'bought', where: where('event.value', '>', 100) }
    const journey = await door.publish(waiting('Drawn', [big, yes, { id: 'late', event: 'bought' }]))
    await door.send(message('ada', 'start'), message('bob', 'start'))
    await door.send(message('ada', 'bought', { value: 500 }), message('bob', 'bought', { value: 50 }))
    expect((await door.enrollments(journey)).map(({ customer, claim }) => [customer, claim])).toEqual([
      ['ada', 'big'],
      ['bob', 'yes'],
    ])
  })

  test('opened by one message of a batch is open to the next', async () => {
    const journey = await door.publish(waiting('Batch', [yes]))
    await door.send(message('ada', 'bought'), message('ada', 'start'), message('ada', 'bought', { nth: 2 }))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'ended', claim: 'yes' }])
    // It ended where it began: there is no workflow to ring.
    expect(door.rung).toEqual([])
  })

  test('behind a branch that an event has taken is open to the next event', async () => {
    const draft = inARow('Two waits', [
      { id: 'in', type: 'entry-event', config: { event: 'start' } },
      { id: 'one', type: 'wait-for-event', config: { branches: [{ id: 'seen', event: 'seen' }], timeout: 'P1D' } },
      { id: 'two', type: 'wait-for-event', config: { branches: [{ id: 'seen', event: 'seen' }], timeout: 'P2D' } },
      { id: 'told', type: 'send-inbox', config: { title: 'T', body: 'B', kind: 'message' } },
    ])
    draft.edges = [
      { from: 'in', outlet: 'next', to: 'one' },
      { from: 'one', outlet: 'seen', to: 'two' },
      { from: 'two', outlet: 'seen', to: 'told' },
    ]
    const journey = await door.publish(draft)
    await door.send(message('ada', 'start'))
    door.rung.length = 0
    await door.send(message('ada', 'seen'))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'waiting', node: 'two' }])
    // Its workflow rests for the first wait still: it is told of the second.
    expect(door.rung).toMatchObject([{ fresh: false }])
    await door.send(message('ada', 'seen'))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'ready', node: 'told' }])
    expect((await door.pool.query('SELECT FROM watch')).rowCount).toBe(0)
  })

  test('is never ended by the event that began it', async () => {
    const journey = await door.publish(waiting('Same', [{ id: 'again', event: 'start' }]))
    await door.send(message('ada', 'start'))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'waiting', claim: null }])
    await door.send(message('ada', 'start'))
    expect(await door.enrollments(journey)).toMatchObject([{ claim: 'again' }])
  })

  test('has conditions on the event, the entry, the customer and what she did', async () => {
    const branch = (id: string, ...rules: ReturnType<typeof where>['rules']) => ({
      id,
      event: 'bought',
      where: { combinator: 'and' as const, rules },
    })
    const journey = await door.publish(
      waiting('Where', [
        branch('twice', { field: 'did.bought', operator: '>=', value: { count: 2 } }),
        branch('gold', { field: 'customer.level', operator: '=', value: 'gold' }),
        branch('same', { field: 'event.cart', operator: '=', value: 'entry.cart', valueSource: 'field' }),
      ]),
    )
    const users = ['twice', 'gold', 'same', 'none']
    await door.send(message('twice', 'bought'), ...users.map((user) => message(user, 'start', { cart: 7 })))
    await door.send(
      message('twice', 'bought'),
      message('gold', 'bought'),
      identify('gold', { level: 'gold' }),
      message('same', 'bought', { cart: 7 }),
      message('none', 'bought', { cart: 8 }),
    )
    const seen = await door.enrollments(journey)
    expect(seen.map(({ customer, claim }) => [customer, claim])).toEqual([
      ['twice', 'twice'],
      ['gold', 'gold'],
      ['same', 'same'],
      ['none', null],
    ])
  })

  test('can ask how a touch of its own enrollment stands', async () => {
    const journey = inARow('Touched', [
      { id: 'in', type: 'entry-event', config: { event: 'start' } },
      { id: 'mail', type: 'send-inbox', config: { title: 'Hi', body: 'Hi', kind: 'message' } },
      {
        id: 'hold',
        type: 'wait-for-event',
        config: {
          branches: [
            {
              id: 'yes',
              event: 'bought',
              where: { combinator: 'and', rules: [{ field: 'touch.mail', operator: '=', value: 'delivered' }] },
            },
          ],
          timeout: 'P1D',
        },
      },
    ])
    const id = await door.publish(journey)
    await door.send(message('ada', 'start'))
    await door.step((await door.enrollments(id))[0]?.id ?? '')
    expect(await door.enrollments(id)).toMatchObject([{ state: 'waiting', node: 'hold' }])
    await door.send(message('ada', 'bought'))
    expect(await door.enrollments(id)).toMatchObject([{ claim: 'yes' }])
  })

  test('is claimed by an event whose own time lies before the due time, until the step takes the timeout', async () => {
    const journey = await door.publish(waiting('Due', [yes]))
    await door.send(
      message('ada', 'start', {}, { atMs: Date.now() - 2 * hourMs }),
      message('bob', 'start', {}, { atMs: Date.now() - 2 * hourMs }),
    )
    await door.pool.query(`UPDATE enrollment SET due_at = now() - interval '1 hour'`)
    await door.send(message('ada', 'bought', {}, { atMs: Date.now() - 1.5 * hourMs }), message('bob', 'bought'))
    expect((await door.enrollments(journey)).map(({ claim }) => claim)).toEqual(['yes', null])
  })
})

describe('a goal', () => {
  const goal = { event: 'paid' }

  test('that no branch takes ends the enrollment at once', async () => {
    const journey = await door.publish(waiting('Goal', [yes], { goal }))
    await door.send(message('ada', 'start'))
    await door.send(message('ada', 'paid'))
    expect(await door.enrollments(journey)).toMatchObject([{ reason: 'goal', goal: true }])
    expect((await door.pool.query('SELECT FROM watch')).rowCount).toBe(0)
  })

  test('that a branch takes lets that branch run, and ends it as goal at its next rest', async () => {
    const draft = inARow(
      'Goal by branch',
      [
        { id: 'in', type: 'entry-event', config: { event: 'start' } },
        { id: 'hold', type: 'wait-for-event', config: { branches: [{ id: 'paid', event: 'paid' }], timeout: 'P1D' } },
        { id: 'thanks', type: 'send-inbox', config: { title: 'Thanks', body: 'Thanks', kind: 'message' } },
        { id: 'more', type: 'wait', config: { duration: 'P1D' } },
      ],
      { settings: { goal } },
    )
    draft.edges = [
      { from: 'in', outlet: 'next', to: 'hold' },
      { from: 'hold', outlet: 'paid', to: 'thanks' },
      { from: 'thanks', outlet: 'next', to: 'more' },
    ]
    const journey = await door.publish(draft)
    await door.send(message('ada', 'start'))
    await door.send(message('ada', 'paid'))
    const [ada] = await door.enrollments(journey)
    expect(ada).toMatchObject({ state: 'ready', claim: 'paid', goal: true })
    expect(await door.step(ada?.id ?? '')).toEqual({ kind: 'end' })
    expect(await door.enrollments(journey)).toMatchObject([{ reason: 'goal', node: 'more' }])
    expect((await door.pool.query('SELECT node, outlet FROM visit ORDER BY nth')).rows).toEqual([
      { node: 'in', outlet: 'next' },
      { node: 'hold', outlet: 'paid' },
      { node: 'thanks', outlet: 'next' },
    ])
  })

  test('ends at once whom a pause holds before a touch, so that she is not sent it', async () => {
    const draft = inARow(
      'Held',
      [
        { id: 'in', type: 'entry-event', config: { event: 'start' } },
        { id: 'mail', type: 'send-inbox', config: { title: 'Hi', body: 'Hi', kind: 'message' } },
      ],
      { settings: { goal } },
    )
    const journey = await door.publish(draft)
    await door.send(message('ada', 'start'))
    await pauseJourney(door.engine, door.workspace, journey, 'hold')
    const [ada] = await door.enrollments(journey)
    await door.step(ada?.id ?? '')
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'held' }])
    await door.send(message('ada', 'paid'))
    expect(await door.enrollments(journey)).toMatchObject([{ reason: 'goal' }])
    expect(door.rung.at(-1)).toMatchObject({ enrollment: ada?.id, fresh: false })
  })

  test('is recorded after the end too, within seven days of the entry or what the journey says, by its own time', async () => {
    const usual = await door.publish(waiting('Usual', [yes], { goal, exits: [{ event: 'closed' }] }))
    const short = await door.publish(
      waiting('Short', [yes], { goal: { ...goal, within: 'PT1H' }, exits: [{ event: 'closed' }] }),
    )
    await door.send(message('ada', 'start'), message('ada', 'closed'))
    await door.pool.query(
      `UPDATE enrollment SET entered_at = entered_at - interval '2 hours', entry = entry || jsonb_build_object('atMs', (entry ->> 'atMs')::bigint - 7200000)`,
    )
    await door.pool.query(`UPDATE watch SET expires_at = expires_at - interval '2 hours'`)
    await door.send(message('ada', 'paid'))
    expect(await door.enrollments(usual)).toMatchObject([{ reason: 'exit', goal: true }])
    expect(await door.enrollments(short)).toMatchObject([{ reason: 'exit', goal: false }])
    await door.send(message('ada', 'paid', {}, { atMs: Date.now() - 1.5 * hourMs }))
    expect(await door.enrollments(short)).toMatchObject([{ reason: 'exit', goal: true }])
  })

  test('takes a condition, keeps the touch last made before it, and is recorded once', async () => {
    const draft = inARow(
      'Touch and goal',
      [
        { id: 'in', type: 'entry-event', config: { event: 'start' } },
        { id: 'mail', type: 'send-inbox', config: { title: 'Hi', body: 'Hi', kind: 'message' } },
        { id: 'hold', type: 'wait', config: { duration: 'P1D' } },
      ],
      { settings: { goal: { ...goal, where: where('event.total', '>', 10) } } },
    )
    const journey = await door.publish(draft)
    await door.send(message('ada', 'start'))
    await door.step((await door.enrollments(journey))[0]?.id ?? '')
    await door.send(message('ada', 'paid', { total: 5 }))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'waiting', goal: false }])
    await door.send(message('ada', 'paid', { total: 50 }), message('ada', 'paid', { total: 60 }))
    const { rows } = await door.pool.query('SELECT reason, goal_touch FROM enrollment')
    expect(rows).toEqual([{ reason: 'goal', goal_touch: 2 }])
  })

  test('of somebody who had left before her journey was stopped still counts', async () => {
    const journey = await door.publish(waiting('Stopped', [yes], { goal, exits: [{ event: 'closed' }] }))
    await door.send(message('ada', 'start'), message('ada', 'closed'), message('bob', 'start'))
    await stopJourney(door.engine, door.workspace, journey)
    await door.send(message('ada', 'paid'), message('bob', 'paid'))
    expect(await door.enrollments(journey)).toMatchObject([
      { customer: 'ada', reason: 'exit', goal: true },
      { customer: 'bob', state: 'waiting', goal: true },
    ])
  })
})

describe('an event', () => {
  test('enters a journey once, by its first matching entry node', async () => {
    const draft = waiting(
      'Entries',
      [yes],
      { reEntry: { when: 'every-time' } },
      { event: 'start', where: where('event.value', '>', 10) },
    )
    draft.nodes.push(
      { id: 'second', type: 'entry-event', version: 1, position: { x: 0, y: 0 }, config: { event: 'start' } },
      { id: 'third', type: 'entry-event', version: 1, position: { x: 0, y: 0 }, config: { event: 'start' } },
    )
    draft.edges.push({ from: 'second', outlet: 'next', to: 'hold' }, { from: 'third', outlet: 'next', to: 'hold' })
    await door.publish(draft)
    await door.send(message('ada', 'start', { value: 11 }), message('ada', 'start', { value: 9 }))
    expect((await door.pool.query('SELECT node FROM visit ORDER BY node')).rows).toEqual([
      { node: 'in' },
      { node: 'second' },
    ])
  })

  test('in the same batch as the attribute change that it depends on sees that change, whichever came first', async () => {
    const journey = await door.publish(
      waiting('Gold', [yes], {}, { event: 'start', where: where('customer.level', '=', 'gold') }),
    )
    await door.send(message('ada', 'start'), identify('ada', { level: 'gold' }), message('bob', 'start'))
    expect((await door.enrollments(journey)).map(({ customer }) => customer)).toEqual(['ada'])
  })

  test('older than 24 hours is stored, and enters and wakes nothing', async () => {
    const journey = await door.publish(
      waiting('Late', [yes], { goal: { event: 'paid' }, exits: [{ event: 'closed' }] }),
    )
    const late = { atMs: Date.now() - 25 * hourMs }
    await door.send(message('bob', 'start', {}, late), message('ada', 'start', {}, { atMs: Date.now() - 23 * hourMs }))
    await door.send(
      message('ada', 'bought', {}, late),
      message('ada', 'paid', {}, late),
      message('ada', 'closed', {}, late),
    )
    expect(await door.enrollments(journey)).toMatchObject([
      { customer: 'ada', state: 'waiting', claim: null, goal: false },
    ])
    expect(await door.events('ada')).toEqual(['start', 'bought', 'paid', 'closed'])
    expect(await door.events('bob')).toEqual(['start'])
  })

  test('whose own time lies before what the wait listens from wakes nothing', async () => {
    const journey = await door.publish(
      waiting('Before', [yes], { goal: { event: 'paid' }, exits: [{ event: 'closed' }] }),
    )
    await door.send(message('ada', 'start'))
    const before = { atMs: Date.now() - hourMs }
    await door.send(...['bought', 'paid', 'closed'].map((name) => message('ada', name, {}, before)))
    expect(await door.enrollments(journey)).toMatchObject([{ state: 'waiting', claim: null, goal: false }])
    await door.send(message('ada', 'bought'))
    expect(await door.enrollments(journey)).toMatchObject([{ claim: 'yes' }])
  })

  test('imported is stored and counted, and enters and wakes nothing', async () => {
    const twice = { field: 'did.bought', operator: '=' as const, value: { count: 3 } }
    const journey = await door.publish(waiting('Import', [{ ...yes, where: { combinator: 'and', rules: [twice] } }]))
    await door.send(message('ada', 'start'))
    await door.importAll(
      message('bob', 'start'),
      message('ada', 'bought', {}, { atMs: Date.now() - 40 * 24 * hourMs }),
      message('ada', 'bought'),
      identify('ada', { level: 'gold' }),
    )
    expect(await door.enrollments(journey)).toMatchObject([{ customer: 'ada', claim: null }])
    expect(await door.attributes('ada')).toEqual({ level: 'gold' })
    await door.send(message('ada', 'bought'))
    expect(await door.enrollments(journey)).toMatchObject([{ customer: 'ada', claim: 'yes' }])
  })

  test('made by the eleventh journey in a row enters nothing, but wakes', async () => {
    const journey = await door.publish(waiting('Hops', [yes]))
    await door.send(message('ada', 'start', {}, { hops: 11 }), message('bob', 'start', {}, { hops: 10 }))
    expect((await door.enrollments(journey)).map(({ customer }) => customer)).toEqual(['bob'])
    await door.send(message('bob', 'bought', {}, { hops: 11 }))
    expect(await door.enrollments(journey)).toMatchObject([{ claim: 'yes' }])
    expect((await door.pool.query('SELECT hops FROM enrollment')).rows).toEqual([{ hops: 11 }])
  })

  test('that many rules ask about is counted for all of them', async () => {
    const rules = Array.from({ length: 90 }, (_, nth) => ({
      field: `did.e${nth}`,
      operator: '>=' as const,
      value: { count: nth === 0 ? 1 : 0 },
    }))
    const journey = await door.publish(waiting('Many', [{ ...yes, where: { combinator: 'and', rules } }]))
    await door.send(message('ada', 'e0'), message('ada', 'start'), message('bob', 'start'))
    await door.send(message('ada', 'bought'), message('bob', 'bought'))
    expect((await door.enrollments(journey)).map(({ claim }) => claim)).toEqual(['yes', null])
  })

  test('that meets an enrollment which is not resting is judged at its next rest: waits first, then goals', async () => {
    const draft = inARow(
      'Under way',
      [
        { id: 'in', type: 'entry-event', config: { event: 'start' } },
        { id: 'mail', type: 'send-inbox', config: { title: 'Hi', body: 'Hi', kind: 'message' } },
        { id: 'hold', type: 'wait-for-event', config: { branches: [yes], timeout: 'P1D' } },
        { id: 'more', type: 'wait', config: { duration: 'P1D' } },
      ],
      { settings: { goal: { event: 'paid' } } },
    )
    draft.edges = [
      { from: 'in', outlet: 'next', to: 'mail' },
      { from: 'mail', outlet: 'next', to: 'hold' },
      { from: 'hold', outlet: 'yes', to: 'more' },
    ]
    const journey = await door.publish(draft)
    await door.send(message('ada', 'start'), message('ada', 'paid'), message('ada', 'bought'))
    const [ada] = await door.enrollments(journey)
    expect(ada).toMatchObject({ state: 'ready', node: 'mail', goal: true })
    expect(await door.step(ada?.id ?? '')).toEqual({ kind: 'end' })
    expect(await door.enrollments(journey)).toMatchObject([{ reason: 'goal', node: 'more' }])
  })
})

describe('an event id', () => {
  test('is accepted once: in one batch, in another, and by two at once', async () => {
    const journey = await door.publish(waiting('Once', [yes], { reEntry: { when: 'every-time' } }))
    const same = message('ada', 'start')
    expect(await door.send(same, { ...same, properties: { second: true } })).toEqual({
      accepted: 1,
      repeated: 1,
      refused: [],
    })
    expect(await door.send(same)).toEqual({ accepted: 0, repeated: 1, refused: [] })
    const burst = Array.from({ length: 20 }, () => message('ada', 'start'))
    const taken = await Promise.all(Array.from({ length: 6 }, () => door.send(...burst)))
    expect(taken.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(20)
    expect(await door.enrollments(journey)).toHaveLength(21)
    expect(await door.events('ada')).toHaveLength(21)
  })

  test('that was forgotten and comes again enters nobody a second time, and fails nothing', async () => {
    const every = await door.publish(waiting('Every', [yes], { reEntry: { when: 'every-time' } }))
    const same = message('ada', 'start')
    await door.send(same)
    await door.pool.query('DELETE FROM message_seen')
    expect(await door.send(message('bob', 'start'), same)).toEqual({ accepted: 2, repeated: 0, refused: [] })
    expect((await door.enrollments(every)).map(({ customer }) => customer)).toEqual(['ada', 'bob'])
  })
})
