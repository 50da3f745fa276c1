import { setTimeout as sleep } from 'node:timers/promises'
import { Analytics } from '@segment/analytics-node'
import { CliError } from './cli-error.ts'
import type { FileEvent } from './event-file.ts'

export interface Replay {
  url: string
  writeKey: string
  /** How many times real speed. */
  speed: number
  /** Stands before every customer's id, so that a file can be replayed for fresh ones. */
  prefix: string
  /** Gives every customer the attribute `email`: her id at this host. */
  emailAt: string | undefined
  /** Hears after each event how many are sent. */
  sent(count: number, event: FileEvent): void
}

/** What came of a replay. */
export interface Replayed {
  events: number
  customers: number
  /** The longest that an event was sent after its moment, in milliseconds: what the connection could not keep up with. */
  latestMs: number
}

/**
 * Sends events with Segment's client, each flushed before the next: in order, at `speed` times the speed at which they
 * happened, with their times moved so that the first happens now. A customer is identified before her first event, and
 * again when her traits change.
 */
export async function replayEvents(events: readonly FileEvent[], replay: Replay): Promise<Replayed> {
  const { url, writeKey, speed, prefix, emailAt } = replay
  const client = new Analytics({ host: url, writeKey, flushAt: 1, flushInterval: 100, maxRetries: 3 })
  let refusal: string | undefined
  client.on('error', ({ code, reason }) => {
    refusal = reason instanceof Error ? reason.message : code
  })
  // Its callbacks come 300 ms late; a flush is over as soon as the answer is here.
  const flush = async () => {
    await client.flush()
    if (refusal) throw new CliError(`An event was not taken by ${url}: ${refusal}.`)
  }
  const traitsOf = new Map<string, string>()
  const firstMs = events[0]?.atMs ?? 0
  const beganMs = Date.now()
  let latestMs = 0
  try {
    for (const [index, event] of events.entries()) {
      const dueMs = beganMs + (event.atMs - firstMs) / speed
      if (dueMs > Date.now()) await sleep(dueMs - Date.now())
      const userId = prefix + event.user
      const timestamp = new Date(dueMs)

      const traits = emailAt ? { email: `${userId}@${emailAt}`, ...event.traits } : event.traits
      const said = JSON.stringify(traits)
      if (said !== '{}' && traitsOf.get(userId) !== said) {
        client.identify({ userId, traits, timestamp })
        await flush()
      }
      traitsOf.set(userId, said)
      client.track({ userId, event: event.event, properties: event.properties, timestamp })
      await flush()
      latestMs = Math.max(latestMs, Date.now() - dueMs)
      replay.sent(index + 1, event)
    }
  } finally {
    await client.closeAndFlush({ timeout: 5_000 })
  }
  return { events: events.length, customers: traitsOf.size, latestMs: Math.round(latestMs) }
}
