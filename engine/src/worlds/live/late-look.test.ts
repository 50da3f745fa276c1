import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inARow } from '../../testing/engine.ts'
import { startSink } from '../../testing/sink.ts'
import { type StepBench, stepBench } from '../../testing/steps.ts'

const slowMs = 700
let looks = 0

/** Answers of this pool come late: those of commits, and of looks taken before a call. */
const late = (pool: pg.Pool): pg.Pool =>
  new Proxy(pool, {
    get(of, key) {
      if (key === 'connect') return async () => lateCommits(await of.connect())
      if (key === 'query')
        return async (...sent: unknown[]) => {
          const answer: unknown = await Reflect.apply(of.query, of, sent)
          if (JSON.stringify(sent[0]).includes('may-still-go')) {
            looks++
            await sleep(slowMs)
          }
          return answer
        }
      const value: unknown = Reflect.get(of, key, of)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })
const lateCommits = (client: pg.PoolClient): pg.PoolClient =>
  new Proxy(client, {
    get(of, key) {
      if (key === 'query')
        return async (...sent: unknown[]) => {
          const answer: unknown = await Reflect.apply(of.query, of, sent)
          if (sent[0] === 'COMMIT') await sleep(slowMs)
          return answer
        }
      const value: unknown = Reflect.get(of, key, of)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })

let sink: Awaited<ReturnType<typeof startSink>>
let wend: StepBench
beforeAll(async () => {
  sink = await startSink()
  wend = await stepBench({ allowHosts: sink.host, wrap: late })
})
afterAll(async () => {
  await wend.drop()
  await sink.close()
})

test('a touch is not begun on a look whose answer came late: she may have left since', async () => {
  const hook = { id: 'hook', type: 'send-webhook', config: { url: `${sink.url}/`, method: 'POST' } }
  const journey = await wend.publish(
    inARow('Late', [{ id: 'in', type: 'entry-event', config: { event: 'go' } }, hook], {
      settings: { exits: [{ event: 'closed' }] },
    }),
  )
  const id = await wend.enter(journey, 'ada', 'go')
  const step = wend.step(id)
  while (looks === 0) await sleep(5)
  await wend.track('ada', 'closed')
  await step
  await wend.run(id)
  expect(sink.received).toEqual([])
  expect(await wend.trail(id)).toMatchObject({ reason: 'exit', touches: ['hook: blocked (exit)'] })
})
