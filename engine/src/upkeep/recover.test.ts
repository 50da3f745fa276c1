import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow, message, type TestEngine, testEngine, until } from '../testing/engine.ts'
import { startSink } from '../testing/sink.ts'
import { countLive, recover } from './recover.ts'

let wend: TestEngine
let sink: Awaited<ReturnType<typeof startSink>>
beforeAll(async () => {
  sink = await startSink()
  wend = await testEngine({ allowHosts: sink.host })
})
afterAll(async () => {
  await wend.stop()
  await sink.close()
})

const enrollments = async () => {
  const { rows } = await wend.pool.query<{ user: string; id: string; state: string; reason: string | null }>(
    `SELECT c.user_id AS user, e.id, e.state, e.reason FROM enrollment e JOIN customer c ON c.id = e.customer`,
  )
  return new Map(rows.map(({ user, ...rest }) => [user, rest]))
}
const idOf = async (user: string) => (await enrollments()).get(user)?.id ?? ''
const isThere = (id: string) =>
  wend.client.workflow
    .getHandle(id)
    .describe()
    .then(
      () => true,
      () => false,
    )
/** As if Temporal had lost its database. */
async function lose(id: string): Promise<void> {
  await wend.client.workflowService.deleteWorkflowExecution({
    namespace: 'wend',
    workflowExecution: { workflowId: id },
  })
  await until(
    () => isThere(id),
    (there) => !there,
  )
}
const eventsOf = async (id: string) => (await wend.history(id)).events?.length ?? 0

test('everybody who is live has a workflow again, and goes on; repeated, it changes nothing', async () => {
  await wend.publish(
    inARow(
      'Wait',
      [
        { id: 'in', type: 'entry-event', config: { event: 'go' } },
        { id: 'wait', type: 'wait-for-event', config: { branches: [{ id: 'yes', event: 'buy' }], timeout: 'PT3H' } },
        { id: 'hook', type: 'send-webhook', config: { url: `${sink.url}/`, method: 'POST' } },
      ],
      {
        edges: [
          { from: 'in', outlet: 'next', to: 'wait' },
          { from: 'wait', outlet: 'yes', to: 'hook' },
        ],
      },
    ),
  )
  for (const user of ['ada', 'bob', 'eve', 'zoe']) await wend.send(message(user, 'go'))
  const ids = await Promise.all(['ada', 'bob', 'eve', 'zoe'].map(idOf))
  for (const id of ids)
    await until(
      () => isThere(id),
      (there) => there,
    )
  for (const id of ids) await lose(id)
  // Bob's wait is over meanwhile; Eve left while a touch was under way; Zoe was done with everything.
  await wend.pool.query(`UPDATE enrollment SET due_at = clock_timestamp() WHERE id = $1`, [ids[1]])
  await wend.pool.query(
    `UPDATE enrollment SET state = 'ended', reason = 'exit', ended_at = now(), node = 'hook' WHERE id = ANY($1)`,
    [[ids[2], ids[3]]],
  )
  await wend.pool.query(
    `INSERT INTO touch (workspace, enrollment, visit, journey, customer, node, channel, state, content, attempts, lease_until, created_at, updated_at)
     SELECT workspace, id, visit, journey, customer, 'hook', 'webhook', 'sending', '{}', 1, now(), now(), now() FROM enrollment WHERE id = $1`,
    [ids[2]],
  )

  expect(await countLive(wend.engine)).toBe(3)
  const seen: number[] = []
  expect(await recover(wend.engine, { perSecond: 500, rung: (count) => seen.push(count) })).toBe(3)
  expect(seen).toEqual([1, 2, 3])

  await until(enrollments, (all) => all.get('bob')?.state === 'ended')
  await until(
    () => wend.pool.query<{ state: string }>('SELECT state FROM touch WHERE enrollment = $1', [ids[2]]),
    ({ rows }) => rows[0]?.state === 'in-doubt',
  )
  expect(await isThere(ids[3] ?? '')).toBe(false)
  // Who rests costs Temporal nothing before her time.
  expect(await eventsOf(ids[0] ?? '')).toBe(1)

  expect(await recover(wend.engine, { perSecond: 500 })).toBe(1)
  expect(await eventsOf(ids[0] ?? '')).toBe(1)
  await wend.send(message('ada', 'buy'))
  await until(enrollments, (all) => all.get('ada')?.state === 'ended')
  expect(await recover(wend.engine, { perSecond: 500 })).toBe(0)
})

test('it rings so many a second and no more', async () => {
  const rings: number[] = []
  const startMs = Date.now()
  for (let nth = 0; nth < 20; nth++) await wend.send(message(`user-${nth}`, 'go'))
  const poker = { ring() {}, reach: async () => void rings.push(Date.now() - startMs) }
  const beganMs = Date.now()
  await recover({ pool: wend.pool, poker }, { perSecond: 40 })
  expect(rings).toHaveLength(20)
  expect(Date.now() - beganMs).toBeGreaterThan(400)
})
