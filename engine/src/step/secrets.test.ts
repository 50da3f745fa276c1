import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow } from '../testing/engine.ts'
import { startSink } from '../testing/sink.ts'
import { type StepBench, stepBench } from '../testing/steps.ts'

let sink: Awaited<ReturnType<typeof startSink>>
let wend: StepBench
beforeAll(async () => {
  sink = await startSink()
  sink.behaviour.answer = (_request, response) => void response.end('{}')
  wend = await stepBench({ allowHosts: sink.host })
})
afterAll(async () => {
  await wend.drop()
  await sink.close()
})

test('a webhook that names a secret which is not there fails with no-secret, and nothing goes out', async () => {
  const headers = { Authorization: 'Bearer {{ secrets.nowhere }}' }
  const journey = await wend.publish(
    inARow('Secrets', [
      { id: 'in', type: 'entry-event', config: { event: 'go' } },
      { id: 'hook', type: 'send-webhook', config: { url: `${sink.url}/hook`, method: 'POST', headers } },
    ]),
  )
  const id = await wend.enter(journey, 'ada', 'go')
  await wend.run(id)
  expect((await wend.trail(id)).touches).toEqual(['hook: failed (no-secret)'])
  expect(sink.received).toEqual([])
})
