import { metrics as engineMetrics, registry as engineRegistry } from '@wend/engine/metrics'
import type pg from 'pg'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What this process tells Prometheus. Times in seconds. */
export interface Metrics {
  /** One request answered. `route` is the pattern, never the address. */
  answered(route: string, method: string, status: number, seconds: number): void
  /** One batch of messages durably taken. */
  ingested(taken: { accepted: number; repeated: number; rejected: number }, seconds: number): void
  /** Everything as text, the engine's own too. */
  told(): Promise<{ type: string; text: string }>
}

/** Makes the metrics of one server. */
export function createMetrics(pool: pg.Pool): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'wend_http_request_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const messages = new Counter({
    name: 'wend_ingest_messages_total',
    help: 'Messages that came in, by what came of them',
    labelNames: ['result'],
    registers,
  })
  const ingest = new Histogram({
    name: 'wend_ingest_seconds',
    help: 'Time until a batch of messages is durable',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  new Gauge({
    name: 'wend_postgres_connections',
    help: 'Connections of this process, by what they do',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'waited-for' }, pool.waitingCount)
    },
  })
  return {
    answered: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    ingested({ accepted, repeated, rejected }, seconds) {
      messages.inc({ result: 'accepted' }, accepted)
      messages.inc({ result: 'repeated' }, repeated)
      messages.inc({ result: 'rejected' }, rejected)
      ingest.observe(seconds)
    },
    async told() {
      await lookAtOutbox(pool)
      const all = Registry.merge([engineRegistry, registry])
      return { type: all.contentType, text: await all.metrics() }
    },
  }
}

async function lookAtOutbox(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ n: number; age: number }>(
    'SELECT count(*) AS n, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age FROM poke',
  )
  engineMetrics.outboxPokes.set(rows[0]?.n ?? 0)
  engineMetrics.outboxAgeSeconds.set(rows[0]?.age ?? 0)
}
