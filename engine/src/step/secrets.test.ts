import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealWith } from '../channels/seal.ts'
import { keepSecret } from '../lifecycle/secrets.ts'
import { tablesHolding } from '../storage/testing.ts'
import { inARow } from '../testing/engine.ts'
import { startSink } from '../testing/sink.ts'
import { type StepBench, stepBench } from '../testing/steps.ts'

const secretKey = randomBytes(32)
let sink: Awaited<ReturnType<typeof startSink>>
let wend: StepBench
beforeAll(async () => {
  sink = await startSink()
  sink.behaviour.answer = (_request, response) => void response.end('{}')
  wend = await stepBench({ allowHosts: sink.host, secretKey })
})
afterAll(async () => {
  await wend.drop()
  await sink.close()
})

test('a secret lies sealed in the database, and goes out as it was given', async () => {
  const seal = sealWith(secretKey)
  await keepSecret(wend, wend.workspace, { name: 'token', value: 'hush-hush-文', seal })
  const body = '{"token": "{{ secrets.token }}"}'
  const journey = await wend.publish(
    inARow('Sealed', [
      { id: 'in', type: 'entry-event', config: { event: 'sealed' } },
      { id: 'hook', type: 'send-webhook', config: { url: `${sink.url}/sealed`, method: 'POST', body } },
    ]),
  )
  await keepSecret(wend, wend.workspace, { name: 'other', value: 'as it was', seal: sealWith(undefined) })
  const id = await wend.enter(journey, 'ada', 'sealed')
  await wend.run(id)
  const hook = sink.received.at(-1)
  expect(hook?.body).toBe('{"token": "hush-hush-文"}')
  expect(await tablesHolding(wend.pool, ['hush-hush'])).toEqual([])
  expect(await tablesHolding(wend.pool, ['as it was'])).toEqual(['secret'])
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
  expect(sink.received.filter(({ path }) => path === '/hook')).toEqual([])
})
