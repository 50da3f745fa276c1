import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
const registers = [registry]

/** What a process of the engine counts, for Prometheus. Times in seconds. */
export const metrics = {
  stepSeconds: new Histogram({
    name: 'wend_step_seconds',
    help: 'Time of a step, by queue and by the instruction it gave',
    labelNames: ['queue', 'result'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  }),
  deliverySeconds: new Histogram({
    name: 'wend_delivery_seconds',
    help: 'Time of one call to a provider, by channel and by what came of it',
    labelNames: ['channel', 'result'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  }),
  pokes: new Counter({ name: 'wend_pokes_total', help: 'Workflows rung, by how', labelNames: ['how'], registers }),
  outboxPokes: new Gauge({ name: 'wend_outbox_pokes', help: 'Pokes promised and not yet made', registers }),
  outboxAgeSeconds: new Gauge({
    name: 'wend_outbox_age_seconds',
    help: 'Age of the oldest poke promised and not yet made',
    registers,
  }),
  upkeep: new Counter({
    name: 'wend_upkeep_total',
    help: 'Rows that the upkeep moved, by task',
    labelNames: ['task'],
    registers,
  }),
}
