import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from './random.ts'

/** A message in Segment's format, and when it is sent, in milliseconds from the start. */
export interface Planned {
  atMs: number
  message: Record<string, unknown> & { messageId: string }
}

const dayMs = 86_400_000
const perBatch = 30
const atOnce = 8
const patienceMs = 6_000
const repeatedShare = 0.08

/** What customers do, drawn from a seed: `enrollments` requests to enter within `windowMs`, and what follows each. */
export function planTraffic(
  random: Random,
  { enrollments, journeys, windowMs }: { enrollments: number; journeys: number; windowMs: number },
): { planned: Planned[]; customers: string[] } {
  const customers = Array.from({ length: Math.ceil(enrollments / 1.4) }, (_, nth) => `c${nth}`)
  const planned: Planned[] = []
  let made = 0
  const plan = (userId: string, event: string, atMs: number, more: { lateByMs?: number; properties?: object } = {}) => {
    const messageId = `m${made++}`
    const properties = {
      id: messageId,
      n: random.whole(0, 9),
      group: random.whole(0, 1),
      key: random.whole(0, 3),
      ...more.properties,
    }
    const message = { type: 'track', userId, event, messageId, properties, lateByMs: more.lateByMs ?? 0 }
    planned.push({ atMs, message })
  }
  const tier = (userId: string, atMs: number) => {
    const messageId = `m${made++}`
    const traits = { tier: random.pick(['gold', 'tin']) }
    planned.push({ atMs, message: { type: 'identify', userId, traits, messageId, lateByMs: 0 } })
  }
  const doing = (): string => {
    const chance = random.next()
    return chance < 0.4 ? 'ping' : chance < 0.7 ? 'tick' : chance < 0.9 ? 'buy' : 'leave'
  }

  for (let nth = 0; nth < enrollments; nth++) {
    const userId = nth < customers.length ? (customers[nth] ?? '') : random.pick(customers)
    const enterMs = random.next() * windowMs
    const journey = random.whole(0, journeys - 1)
    if (random.happens(0.5)) tier(userId, enterMs - random.whole(0, 3) * 500)
    plan(userId, `go-${journey}`, enterMs)
    // Asked again: it depends on the journey whether that enters.
    if (random.happens(0.12)) plan(userId, `go-${journey}`, enterMs + random.pick([0, 40, 3_000, 20_000]))
    // All else of the same moment goes in the same batch, in this order.
    if (random.happens(0.12)) for (let left = random.whole(1, 3); left > 0; left--) plan(userId, doing(), enterMs)
    for (let left = random.whole(0, 5); left > 0; left--) {
      // Many are aimed at the very moment at which a wait of whole seconds is over.
      const aimed = random.happens(0.5)
      const atMs = enterMs + (aimed ? random.whole(1, 12) * 1000 + random.whole(-12, 12) : random.next() * 40_000)
      plan(userId, doing(), atMs)
      if (random.happens(0.2))
        for (const event of random.shuffled(['buy', 'leave', 'tick', 'ping']).slice(0, 2)) plan(userId, event, atMs)
      if (random.happens(0.1)) tier(userId, atMs)
    }
    if (random.happens(0.05)) plan(userId, doing(), enterMs + 5_000, { lateByMs: dayMs + 3_600_000 })
  }
  return { planned: planned.sort((a, b) => a.atMs - b.atMs), customers }
}

/** What ends the waits of hours, for most customers. */
export function planRelease(random: Random, customers: readonly string[], windowMs: number): Planned[] {
  return customers
    .flatMap((userId, customer) =>
      random.happens(0.15)
        ? []
        : random.shuffled(['ping', 'tick', 'buy']).map((event, nth): Planned => {
            const messageId = `r${customer}-${nth}`
            const properties = { id: messageId, n: random.whole(5, 9), group: random.whole(0, 1), key: 0 }
            const message = { type: 'track', userId, event, messageId, properties, lateByMs: 0 }
            return { atMs: random.next() * windowMs, message }
          }),
    )
    .sort((a, b) => a.atMs - b.atMs)
}

export interface Sender {
  /** When each message was answered with 200 first, by id. */
  acknowledged: Map<string, number>
  requests: number
  failures: number
  /** Sends everything at its time, until all of it is acknowledged. */
  send(planned: readonly Planned[]): Promise<void>
}

/** Sends as careful clients do: again and again with the same ids, until the answer is 200; some things twice without need. */
export function createSender(url: string, writeKey: string, random: Random): Sender {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`

  async function deliver(batch: Planned[]): Promise<void> {
    const born = Date.now()
    const messages = batch.map(({ message: { lateByMs, ...message } }) => ({
      ...message,
      timestamp: new Date(born - Number(lateByMs)).toISOString(),
    }))
    for (let attempt = 1; ; attempt++) {
      sender.requests++
      try {
        const response = await fetch(`${url}/v1/batch`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ batch: messages, sentAt: new Date().toISOString() }),
          signal: AbortSignal.timeout(patienceMs),
        })
        const answer = await response.text()
        if (response.status === 200) {
          const { rejected } = JSON.parse(answer)
          if (rejected !== 0) throw new Error(`a message was set aside: ${answer}`)
          const nowMs = Date.now()
          for (const { messageId } of messages)
            if (!sender.acknowledged.has(messageId)) sender.acknowledged.set(messageId, nowMs)
          return
        }
        if (response.status < 500 && response.status !== 429)
          throw new Fatal(`the api answered ${response.status}: ${answer}`)
      } catch (error) {
        if (error instanceof Fatal) throw error
      }
      sender.failures++
      await sleep(Math.min(2_000, 100 * 2 ** attempt) * (0.5 + Math.random()))
    }
  }

  const sender: Sender = {
    acknowledged: new Map(),
    requests: 0,
    failures: 0,
    async send(planned) {
      const startMs = Date.now()
      const waiting = [...planned]
      const again: Planned[] = []
      const running = new Set<Promise<void>>()
      let failure: unknown
      const begin = (batch: Planned[]): void => {
        const one: Promise<void> = deliver(batch)
          .catch((error: unknown) => {
            failure ??= error
          })
          .finally(() => running.delete(one))
        running.add(one)
      }
      while (waiting.length > 0 || again.length > 0 || running.size > 0) {
        if (failure) throw failure
        const nowMs = Date.now() - startMs
        while (running.size < atOnce) {
          const due: Planned[] = []
          while (due.length < perBatch && waiting[0] && waiting[0].atMs <= nowMs) due.push(...waiting.splice(0, 1))
          const repeated = again.splice(0, random.whole(0, 5))
          if (due.length + repeated.length === 0) break
          again.push(...due.filter(() => random.happens(repeatedShare)))
          // Among customers the order is anything; what one did at once stays in order.
          const order = new Map(random.shuffled([...new Set(due.map(whose))]).map((who, nth) => [who, nth]))
          begin([...repeated, ...due.sort((a, b) => (order.get(whose(a)) ?? 0) - (order.get(whose(b)) ?? 0))])
        }
        await sleep(20)
      }
      if (failure) throw failure
    },
  }
  return sender
}

class Fatal extends Error {}
const whose = ({ message }: Planned): unknown => message.userId
