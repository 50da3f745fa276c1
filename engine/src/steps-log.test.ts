import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identify, inARow, message, type TestEngine, testEngine, until } from './testing/engine.ts'
import { startSink } from './testing/sink.ts'

const lines: string[] = []
let sink: Awaited<ReturnType<typeof startSink>>
let wend: TestEngine
beforeAll(async () => {
  sink = await startSink()
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
  wend = await testEngine({ allowHosts: sink.host, log })
})
afterAll(async () => {
  await wend.stop()
  await sink.close()
})

test('the worker’s log tells of every step and call, and of nobody by name', async () => {
  const ada = { name: 'Ada Secret-Lovelace', email: 'ada.secret@example.com', phone: '+4917012345678' }
  sink.behaviour.answer = (_request, response) => {
    response.statusCode = 422
    response.end(ada.email)
  }
  const journey = await wend.publish(
    inARow('Logged', [
      { id: 'in', type: 'entry-event', config: { event: 'logged' } },
      { id: 'wait', type: 'wait', config: { duration: 'PT1S' } },
      {
        id: 'hook',
        type: 'send-webhook',
        config: { url: `${sink.url}/{{ customer.email }}`, method: 'POST', body: '{"phone": "{{ customer.phone }}"}' },
      },
      { id: 'mail', type: 'send-email', config: { subject: '{{ customer.name }}', body: '<p>{{ event.note }}</p>' } },
    ]),
  )
  await wend.send(identify('ada-user-id', ada), message('ada-user-id', 'logged', { note: ada.phone }))
  await until(
    () => wend.endings(journey),
    ({ completed }) => completed === 1,
  )
  // A step that Postgres fails, with the very row in its complaint.
  await wend.pool.query(`ALTER TABLE visit ADD CONSTRAINT nothing CHECK (node <> 'mail') NOT VALID`)
  const again = await wend.publish(
    inARow('Broken', [
      { id: 'in', type: 'entry-event', config: { event: 'broken' } },
      { id: 'mail', type: 'set-attributes', config: { attributes: { echo: '{{ event.note }}' } } },
    ]),
  )
  await wend.send(message('ada-user-id', 'broken', { note: ada.phone }))
  await until(
    () => lines.join(''),
    (log) => log.includes('a step failed'),
  )
  expect(await wend.endings(again)).toEqual({ active: 1 })

  const log = lines.join('')
  for (const told of ['a provider was called', 'a step was taken', 'http-422', 'violates check constraint'])
    expect(log).toContain(told)
  for (const secret of ['ada-user-id', ...Object.values(ada), encodeURIComponent(ada.email)])
    expect(log).not.toContain(secret)
})
