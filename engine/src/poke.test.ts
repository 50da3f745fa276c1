import { Client, Connection } from '@temporalio/client'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeMessages } from './changes/take-messages.ts'
import type { Engine } from './engine.ts'
import { Poker } from './poke.ts'
import { identify, inARow, message, type TestEngine, testEngine, until } from './testing/engine.ts'
import { startSink } from './testing/sink.ts'
import { sweeper, sweepPokes } from './upkeep/sweep.ts'
import { watchDue } from './upkeep/watch-due.ts'

let wend: TestEngine
let sink: Awaited<ReturnType<typeof startSink>>

beforeAll(async () => {
  sink = await startSink()
  wend = await testEngine({ allowHosts: sink.host })
  await wend.publish(
    inARow('Wait', [
      { id: 'in', type: 'entry-event', config: { event: 'cart' } },
      { id: 'hold', type: 'wait-for-event', config: { branches: [{ id: 'yes', event: 'bought' }], timeout: 'PT1H' } },
    ]),
  )
})
afterAll(async () => {
  await wend.stop()
  await sink.close()
})

const enrollmentOf = async (user: string): Promise<string> => {
  const { rows } = await wend.pool.query<{ id: string }>(
    'SELECT e.id FROM enrollment e JOIN customer c ON c.id = e.customer WHERE c.user_id = $1',
    [user],
  )
  return rows[0]?.id ?? ''
}
const stateOf = async (user: string): Promise<string> => {
  const { rows } = await wend.pool.query<{ state: string }>('SELECT state FROM enrollment WHERE id = $1', [
    await enrollmentOf(user),
  ])
  return rows[0]?.state ?? ''
}
const ended = (user: string, patienceMs = 15_000) =>
  until(
    () => stateOf(user),
    (state) => state === 'ended',
    patienceMs,
  )
const outboxIsEmpty = () =>
  until(
    () => wend.pool.query('SELECT FROM poke'),
    ({ rowCount }) => rowCount === 0,
  )
const started = async (user: string) => {
  await wend.send(message(user, 'cart'))
  await outboxIsEmpty()
  return wend.client.workflow.getHandle(await enrollmentOf(user))
}
/** The same engine in a process that dies right after its commits. */
const mute = (): Engine => ({ ...wend.engine, poker: { ring() {}, reach: async () => {} } })

test('an event that comes during the start delay is obeyed at once, not after an hour', async () => {
  const handle = await started('ada')
  const beforeMs = Date.now()
  await wend.send(message('ada', 'bought'))
  await handle.result()
  // By its poke, not by the watchdog, which looks after a minute.
  expect(Date.now() - beforeMs).toBeLessThan(3_000)
  expect(await stateOf('ada')).toBe('ended')
})

test('who waits for time alone goes behind who may be woken by an event, swept or not', async () => {
  await wend.publish(
    inARow('Time', [
      { id: 'in', type: 'entry-event', config: { event: 'pay' } },
      { id: 'hold', type: 'wait', config: { duration: 'PT1H' } },
    ]),
  )
  const classOf = async (user: string) =>
    (await wend.client.workflow.getHandle(await enrollmentOf(user)).describe()).raw.workflowExecutionInfo?.priority
      ?.priorityKey
  for (const by of ['ring', 'sweep']) {
    const engine = by === 'ring' ? wend.engine : mute()
    await takeMessages(engine, wend.workspace, [message(`${by}-time`, 'pay'), message(`${by}-event`, 'cart')], {
      silent: false,
    })
    await outboxIsEmpty()
    expect([await classOf(`${by}-time`), (await classOf(`${by}-event`)) ?? 0]).toEqual([4, 0])
  }
})

test('an event is heard while a crowd enters, not behind it', async () => {
  const handle = await started('ina')
  await wend.send(...Array.from({ length: 600 }, (_, nth) => message(`crowd-${nth}`, 'cart')))
  await wend.send(message('ina', 'bought'))
  await handle.result()
  const { rowCount } = await wend.pool.query('SELECT FROM poke WHERE fresh')
  expect(rowCount).toBeGreaterThan(150)
  await outboxIsEmpty()
})

test('pokes that their own process is still making are left to it', async () => {
  const sweep = sweeper(0)
  await takeMessages(mute(), wend.workspace, [message('kim', 'cart'), message('lou', 'cart')], { silent: false })
  expect(await sweep(wend.engine)).toBe(0)
  await wend.pool.query('DELETE FROM poke WHERE id = (SELECT min(id) FROM poke)')
  expect(await sweep(wend.engine)).toBe(0)
  expect(await sweep(wend.engine)).toBe(1)
  await outboxIsEmpty()
})

test('pokes that a crash left are swept: a start and a ring', async () => {
  await takeMessages(mute(), wend.workspace, [message('bob', 'cart')], { silent: false })
  const handle = wend.client.workflow.getHandle(await enrollmentOf('bob'))
  await expect(handle.describe()).rejects.toThrow('not found')
  await outboxIsEmpty()
  expect((await handle.describe()).status.name).toBe('RUNNING')
  await takeMessages(mute(), wend.workspace, [message('bob', 'bought')], { silent: false })
  // She is out; her workflow hears of it by the ring that is swept.
  expect(await stateOf('bob')).toBe('ended')
  await handle.result()
  await outboxIsEmpty()
})

test('while Temporal is away events are taken and pokes wait; one that cannot be reached keeps no other', async () => {
  const away = new Client({
    connection: Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 1_000 }),
    namespace: 'wend',
  })
  const poker = new Poker(away, wend.pool, pino({ level: 'silent' }), wend.queue, 500)
  const cut: Engine = { ...wend.engine, poker }
  await takeMessages(cut, wend.workspace, [message('cleo', 'cart')], { silent: false })
  expect((await wend.pool.query('SELECT FROM poke')).rowCount).toBe(1)
  const beforeMs = Date.now()
  // Side by side, under one deadline of half a second; without it gRPC tries for over 20 s.
  await Promise.all([expect(sweepPokes(cut, 0)).rejects.toThrow(), poker.settled()])
  expect(Date.now() - beforeMs).toBeLessThan(6_000)
  expect((await wend.pool.query('SELECT FROM poke')).rowCount).toBe(1)

  const cleo = await enrollmentOf('cleo')
  await takeMessages(mute(), wend.workspace, [message('dan', 'cart')], { silent: false })
  const half: Engine = {
    ...wend.engine,
    poker: {
      ring() {},
      reach: async (poke) =>
        poke.enrollment === cleo ? Promise.reject(new Error('no')) : wend.engine.poker.reach(poke),
    },
  }
  await sweepPokes(half, 0).catch(() => {})
  const left = await wend.pool.query<{ enrollment: string }>('SELECT enrollment FROM poke')
  expect(left.rows.map(({ enrollment }) => enrollment)).not.toContain(await enrollmentOf('dan'))
  await outboxIsEmpty()
  await wend.send(message('cleo', 'bought'), message('dan', 'bought'))
  await ended('cleo')
  await ended('dan')
})

test('a workflow that Temporal lost, or somebody terminated there, is started again once its customer is due', async () => {
  const terminated = await started('eve')
  await terminated.terminate()
  await takeMessages(mute(), wend.workspace, [message('liz', 'cart')], { silent: false })
  const lost = await enrollmentOf('liz')
  await wend.pool.query('DELETE FROM poke WHERE enrollment = $1', [lost])
  expect(await watchDue(wend.engine)).toBe(0)
  await wend.pool.query(`UPDATE enrollment SET due_at = clock_timestamp() - interval '2 minutes' WHERE id = ANY($1)`, [
    [terminated.workflowId, lost],
  ])
  expect(await watchDue(wend.engine)).toBe(2)
  expect(await watchDue(wend.engine)).toBe(0)
  for (const [user, id] of [
    ['eve', terminated.workflowId],
    ['liz', lost],
  ] as const) {
    await ended(user)
    await wend.client.workflow.getHandle(id).result()
  }
})

test('a poke after the end starts nothing and changes nothing', async () => {
  const handle = await started('fay')
  await wend.send(message('fay', 'bought'))
  await handle.result()
  const { runId } = await handle.describe()
  await wend.engine.poker.reach({
    workspace: wend.workspace,
    enrollment: handle.workflowId,
    fresh: false,
    untilMs: null,
  })
  await wend.engine.poker.reach({
    workspace: wend.workspace,
    enrollment: handle.workflowId,
    fresh: true,
    untilMs: null,
  })
  const after = await handle.describe()
  expect([after.runId, after.status.name]).toEqual([runId, 'COMPLETED'])
})

test('a step that fails is repeated until it can be taken, and its failure carries a code to Temporal and nothing else', async () => {
  const secret = 'Ada Lovelace-Secret'
  const failing = await wend.publish(
    inARow('Failing', [
      { id: 'in', type: 'entry-event', config: { event: 'fail' } },
      { id: 'pause', type: 'wait', config: { duration: 'PT1S' } },
      { id: 'set', type: 'set-attributes', config: { attributes: { copied: '{{ customer.name }}' } } },
    ]),
  )
  // Postgres names the whole row in what it says of this.
  await wend.pool.query(`ALTER TABLE customer ADD CONSTRAINT broken CHECK (NOT attributes ? 'copied') NOT VALID`)
  await wend.send(identify('gus', { name: secret }), message('gus', 'fail'))
  await outboxIsEmpty()
  const handle = wend.client.workflow.getHandle(await enrollmentOf('gus'))
  const pending = async () => (await handle.describe()).raw.pendingActivities?.[0]
  const activity = await until(pending, (found) => (found?.attempt ?? 0) > 1)
  await wend.pool.query('ALTER TABLE customer DROP CONSTRAINT broken')
  await handle.result()
  expect(await wend.endings(failing)).toEqual({ completed: 1 })

  const told = JSON.stringify([await handle.fetchHistory(), activity?.lastFailure], (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  )
  expect(told).toContain('23514')
  for (const leak of [secret, 'Lovelace', 'Failing row', 'constraint', 'node_modules', '.ts:', 'gus'])
    expect(told).not.toContain(leak)
})

test('a host that hangs stops nobody: meanwhile others are called within a second of what they take without it', async () => {
  const hanging = await startSink(() => {})
  const both = await testEngine({ allowHosts: `${sink.host},${hanging.host}` })
  try {
    const hook = (name: string, event: string, url: string) =>
      both.publish(
        inARow(name, [
          { id: 'in', type: 'entry-event', config: { event } },
          { id: 'hook', type: 'send-webhook', config: { url, method: 'POST' } },
        ]),
      )
    const hangs = await hook('Hangs', 'hang', `${hanging.url}/`)
    const quick = await hook('Answers', 'quick', `${sink.url}/`)
    /** The middle of five, in milliseconds from the event to the call. */
    const takesMs = async (when: string): Promise<number> => {
      const took: number[] = []
      for (let nth = 0; nth < 5; nth++) {
        sink.received.length = 0
        const beforeMs = Date.now()
        await both.send(message(`q-${when}-${nth}`, 'quick'))
        await until(
          () => sink.received.length,
          (calls) => calls > 0,
        )
        took.push(Date.now() - beforeMs)
      }
      return took.sort((a, b) => a - b)[2] ?? Number.NaN
    }
    const calmMs = await takesMs('before')
    await both.send(...Array.from({ length: 70 }, (_, nth) => message(`h${nth}`, 'hang')))
    // The rush of their start is over: what is measured is what hangs.
    const touched = () =>
      both.pool.query(`SELECT FROM touch WHERE journey = $1 AND (attempts > 0 OR updated_at > created_at)`, [hangs])
    await until(touched, ({ rowCount }) => rowCount === 70)
    expect((await takesMs('meanwhile')) - calmMs).toBeLessThan(1_000)
    await until(
      () => both.endings(quick),
      ({ completed }) => completed === 10,
    )
  } finally {
    await hanging.close()
    await both.stop()
  }
})
