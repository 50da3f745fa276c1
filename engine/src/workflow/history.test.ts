import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Journey } from '../journey/journey.ts'
import { identify, inARow, message, type TestEngine, testEngine, until } from '../testing/engine.ts'
import { startSink } from '../testing/sink.ts'

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

const mail = {
  id: 'mail',
  type: 'send-email',
  config: { subject: 'Hello {{ customer.name }}', body: '<p>Hello {{ customer.name }}</p>' },
}
const ada = { name: 'Ada Lovelace-Secret', email: 'ada.secret@example.com', phone: '+4912345678' }

/** Runs one customer through a journey, and reads her workflow's history back from the server. */
async function historyOf(journey: Journey, user: string, ...events: string[]) {
  const id = await wend.publish(journey)
  await wend.send(identify(user, ada), message(user, events[0] ?? '', { email: ada.email }))
  for (const event of events.slice(1)) {
    await until(
      () => wend.pool.query('SELECT FROM poke'),
      ({ rowCount }) => rowCount === 0,
    )
    await wend.send(message(user, event, { phone: ada.phone }))
  }
  await until(
    () => wend.endings(id),
    ({ completed }) => completed === 1,
  )
  const { rows } = await wend.pool.query<{ id: string }>('SELECT id FROM enrollment WHERE journey = $1', [id])
  const enrollment = rows[0]?.id ?? ''
  await wend.client.workflow.getHandle(enrollment).result()
  const history = await wend.history(enrollment)
  const described = await wend.client.workflow.getHandle(enrollment).describe()
  return {
    events: history.events?.length,
    bytes: Number(described.raw.workflowExecutionInfo?.historySizeBytes),
    text: readable(history),
  }
}

/** Everything that a history holds, payloads decoded. */
const readable = (history: unknown): string =>
  JSON.stringify(history, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  )

test('event entry, delay, e-mail, end: 6 events, under 1 kB, and nothing personal in them', async () => {
  const journey = inARow('Delay', [
    { id: 'in', type: 'entry-event', config: { event: 'signed_up' } },
    { id: 'pause', type: 'wait', config: { duration: 'PT1S' } },
    mail,
  ])
  const { events, bytes, text } = await historyOf(journey, 'ada.user-id@example.com', 'signed_up')
  expect(events).toBe(6)
  expect(bytes).toBeLessThan(1_000)
  for (const secret of [...Object.values(ada), 'ada.user-id', 'signed_up', 'Hello']) expect(text).not.toContain(secret)
})

test('event entry, wait for event (it comes), branch, e-mail, end: 7 events, about 1 kB', async () => {
  const journey = inARow('Wait for event', [
    { id: 'in', type: 'entry-event', config: { event: 'cart' } },
    { id: 'bought', type: 'wait-for-event', config: { branches: [{ id: 'yes', event: 'bought' }], timeout: 'PT1H' } },
    {
      id: 'who',
      type: 'branch',
      config: {
        branches: [
          {
            id: 'vip',
            name: 'VIP',
            when: { combinator: 'and', rules: [{ field: 'customer.name', operator: 'notNull' }] },
          },
        ],
      },
    },
    mail,
  ])
  journey.edges = [
    { from: 'in', outlet: 'next', to: 'bought' },
    { from: 'bought', outlet: 'yes', to: 'who' },
    { from: 'who', outlet: 'vip', to: 'mail' },
  ]
  const { events, bytes, text } = await historyOf(journey, 'grace', 'cart', 'bought')
  expect(events).toBe(7)
  expect(bytes).toBeLessThan(1_100)
  for (const secret of Object.values(ada)) expect(text).not.toContain(secret)
})

test('on the delivery queue: 12 events, under 2 kB', async () => {
  sink.behaviour.answer = (_request, response) => void setTimeout(() => response.end('{}'), 1_700)
  const journey = inARow('Slow', [
    { id: 'in', type: 'entry-event', config: { event: 'slow' } },
    { id: 'pause', type: 'wait', config: { duration: 'PT1S' } },
    { id: 'hook', type: 'send-webhook', config: { url: `${sink.url}/x`, method: 'POST' } },
  ])
  // The first customer finds out that the destination is slow; the second meets it knowing.
  await historyOf(journey, 'first', 'slow')
  const again = {
    ...journey,
    name: 'Slow again',
    nodes: journey.nodes.map((node) => (node.id === 'in' ? { ...node, config: { event: 'slow-again' } } : node)),
  }
  const { events, bytes } = await historyOf(again, 'second', 'slow-again')
  expect(events).toBe(12)
  expect(bytes).toBeLessThan(2_000)
})
