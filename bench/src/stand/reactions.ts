import { setTimeout as sleep } from 'node:timers/promises'
import type { startSink } from '@wend/engine/testing/sink'
import { z } from 'zod'
import { until } from './until.ts'

const body = z.object({ to: z.string() })

/** Somebody who waits, and how she is told of what she waits for; resolves when that is durable. */
export interface Waiting {
  customer: string
  tell(): Promise<void>
}

/**
 * Tells them one after the other at a steady pace, however long each takes, and answers for each the milliseconds from the
 * answer to her request at the sink.
 */
export async function reactions(
  sink: Awaited<ReturnType<typeof startSink>>,
  waiting: readonly Waiting[],
  perSecond: number,
): Promise<number[]> {
  const answeredMs = new Map<string, number>()
  const failures: unknown[] = []
  const from = sink.received.length
  const beganMs = Date.now()
  for (const [nth, { customer, tell }] of waiting.entries()) {
    await sleep(Math.max(0, beganMs + (nth * 1_000) / perSecond - Date.now()))
    tell().then(
      () => answeredMs.set(customer, Date.now()),
      (error: unknown) => failures.push(error),
    )
  }
  const arrivedMs = new Map<string, number>()
  let read = from
  await until(
    () => {
      for (; read < sink.received.length; read++) {
        const request = sink.received[read]
        if (request) arrivedMs.set(body.parse(JSON.parse(request.body)).to, request.atMs)
      }
      return waiting.filter(({ customer }) => !arrivedMs.has(customer) && failures.length === 0).length
    },
    (missing) => missing === 0,
    { patienceMs: 300_000 },
  )
  if (failures.length > 0) throw failures[0]
  return waiting.map(({ customer }) => (arrivedMs.get(customer) ?? 0) - (answeredMs.get(customer) ?? 0))
}
