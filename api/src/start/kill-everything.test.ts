import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Analytics } from '@segment/analytics-node'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type TestWend, testWend } from './testing.ts'

const customers = 200
const counts = z.object({ entered: z.number(), active: z.number(), ended: z.record(z.string(), z.number()) })

let wend: TestWend | undefined
const keys: string[] = []
const sink = createServer((request, response) => {
  keys.push(String(request.headers['idempotency-key']))
  request.resume()
  // Slow enough for many to be under way at any moment.
  setTimeout(() => response.end('{}'), 100)
}).listen(0, '127.0.0.1')

afterAll(async () => {
  await wend?.remove()
  sink.closeAllConnections()
  sink.close()
})

/** Enter, wait a moment, two deliveries in a row. */
const journey = (url: string) => ({
  name: 'Two deliveries',
  nodes: [
    { id: 'in', type: 'entry-event', config: { event: 'go' } },
    { id: 'pause', type: 'wait', config: { duration: 'PT1S' } },
    { id: 'first', type: 'send-webhook', config: { url: `${url}/first`, method: 'POST', body: '{}' } },
    { id: 'second', type: 'send-webhook', config: { url: `${url}/second`, method: 'POST', body: '{}' } },
  ].map((node, nth) => ({ ...node, version: 1, position: { x: 0, y: nth * 160 } })),
  edges: [
    { from: 'in', outlet: 'next', to: 'pause' },
    { from: 'pause', outlet: 'next', to: 'first' },
    { from: 'first', outlet: 'next', to: 'second' },
  ],
})

test('SIGKILL of everything amid 200 customers with two deliveries each, and a start: nothing is missing, nothing takes effect twice', async () => {
  const address = sink.address()
  const port = typeof address === 'object' && address ? address.port : 0
  wend = await testWend({ parts: 'real' })
  const env = { WEND_ALLOW_HOSTS: `127.0.0.1:${port}` }
  const first = await wend.start(env)
  expect(first.ready, first.said()).toBe(true)
  const { url, apiKey, writeKey } = await wend.access()

  const call = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
    return response.json()
  }
  const { id } = z.object({ id: z.string() }).parse(await call('/v1/journeys', journey(`http://127.0.0.1:${port}`)))
  await call(`/v1/journeys/${id}/publish`, {})

  const analytics = new Analytics({ writeKey, host: url, flushAt: 20 })
  for (let nth = 0; nth < customers; nth++) analytics.track({ userId: `user-${nth}`, event: 'go' })
  await analytics.closeAndFlush()

  while (keys.length < customers / 2) await sleep(20)
  const pids = await wend.pids()
  for (const pid of [first.process.pid, ...Object.values(pids)]) if (pid) process.kill(pid, 'SIGKILL')
  await first.code
  const seenBefore = new Set(keys).size
  expect(seenBefore).toBeLessThan(2 * customers)

  const second = await wend.start(env)
  expect(second.ready, second.said()).toBe(true)
  const read = async () => counts.parse(await call(`/v1/journeys/${id}/counts`))
  for (const deadline = Date.now() + 90_000; (await read()).active > 0; await sleep(200))
    if (Date.now() > deadline) throw new Error(`still inside: ${JSON.stringify(await read())}`)

  expect(await read()).toMatchObject({ entered: customers, active: 0, ended: { completed: customers } })
  // A delivery that was under way when everything died is asked for again under its own key: one effect.
  expect(new Set(keys).size).toBe(2 * customers)
}, 240_000)
