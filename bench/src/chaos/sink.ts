import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { chanceOf } from './random.ts'

/** What the sink does with a request. `drop` and `slow` take it, and nobody hears so in time. */
export type Behaviour = 'ok' | 'error' | 'busy' | 'refuse' | 'drop' | 'hang' | 'slow'

/** One request as it came. */
export interface SinkRequest {
  atMs: number
  key: string
  body: string
  behaviour: Behaviour
  /** Whether it took effect: a sink that honours keys lets it do so once. */
  took: boolean
}

export interface Sink {
  requests: SinkRequest[]
  port: number
  close(): Promise<void>
}

/** A provider's time limit is 10 s: twice that is an answer that nobody hears any more. */
const slowMs = 20_000
const hangMs = 30_000
/** After so many bad attempts it answers well, so that nobody is given up after an hour. */
const patience = 2
const refusedShare = 0.02

/**
 * What the sink does, by seed, body and how often that body came: repeatable, whatever the order in which they come.
 * `quick`: never so late that the time limit is reached.
 */
function behaviourOf(seed: string, body: string, attempt: number, quick: boolean): Behaviour {
  if (isRefused(seed, body)) return 'refuse'
  const chance = chanceOf(`${seed}:sink:${attempt}:${body}`)
  if (attempt > patience || chance > 0.3) return 'ok'
  if (chance < 0.09) return 'error'
  if (chance < 0.15) return 'busy'
  if (quick || chance < 0.24) return 'drop'
  return chance < 0.28 ? 'slow' : 'hang'
}

/** Refused at every attempt: the touch fails for good. */
export const isRefused = (seed: string, body: string): boolean => chanceOf(`${seed}:refused:${body}`) < refusedShare

/** A server that answers badly, and records every request before it does anything with it. */
export async function startSink(seed: string, quick: boolean): Promise<Sink> {
  const requests: SinkRequest[] = []
  const came = new Map<string, number>()
  const timers = new Set<NodeJS.Timeout>()

  const answer = (response: ServerResponse, behaviour: Behaviour): void => {
    const later = (ms: number, work: () => void) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        work()
      }, ms)
      timers.add(timer)
    }
    const say = (status: number, headers: Record<string, string> = {}) =>
      void response.writeHead(status, headers).end('{}')
    const actions: Record<Behaviour, () => void> = {
      ok: () => say(200),
      error: () => say(500),
      busy: () => say(429, { 'retry-after': '1' }),
      refuse: () => say(422),
      drop: () => response.destroy(),
      slow: () => later(slowMs, () => say(200)),
      hang: () => later(hangMs, () => response.destroy()),
    }
    actions[behaviour]()
  }

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    response.on('error', () => {})
    incoming.on('error', () => {})
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const key = String(incoming.headers['idempotency-key'] ?? '')
      const attempt = (came.get(key) ?? 0) + 1
      came.set(key, attempt)
      const behaviour = behaviourOf(seed, body, attempt, quick)
      const took = behaviour === 'ok' || behaviour === 'drop' || behaviour === 'slow'
      requests.push({ atMs: Date.now(), key, body, behaviour, took })
      answer(response, behaviour)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    requests,
    port: typeof address === 'object' && address ? address.port : 0,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
