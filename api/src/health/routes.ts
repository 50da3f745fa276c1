import type { Engine } from '@wend/engine/engine'
import { tellError } from '@wend/engine/tell-error'
import { z } from 'zod'
import { operatorOf } from '../access/access.ts'
import type { Keys } from '../access/keys.ts'
import type { Metrics } from '../metrics.ts'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { isLocal } from './local.ts'

const tag = 'Health'

/** What is known of Temporal: whether it answers, and whether a worker asks it for work. */
export interface TemporalState {
  reachable: boolean
  worker: boolean
}

export interface HealthOptions {
  keys: Keys
  metrics: Metrics
  /** Names of migrations that this code needs and the database has not. */
  missingMigrations(): Promise<string[]>
  /** Absent where the server runs without Temporal, as in tests. */
  temporalState?: (() => Promise<TemporalState>) | undefined
}

const readiness = z
  .object({
    ready: z.boolean(),
    postgres: z.boolean(),
    missingMigrations: z.array(z.string()),
    temporal: z.object({ reachable: z.boolean(), worker: z.boolean() }).nullable(),
  })
  .meta({ id: 'Readiness' })

export const healthRoutes = (
  engine: Engine,
  { keys, metrics, missingMigrations, temporalState }: HealthOptions,
): Route[] => [
  route({
    method: 'get',
    path: '/healthz',
    tag,
    summary: 'Whether this process lives',
    caller: 'anybody',
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'It does', schema: z.object({ alive: z.literal(true) }) } },
    handle: async () => ({ status: 200, body: { alive: true } }),
  }),
  route({
    method: 'get',
    path: '/readyz',
    tag,
    summary: 'Whether it can take events: Postgres answers and is migrated',
    description: 'Temporal and workers are told but not needed: while they are away events are taken and pokes wait.',
    caller: 'anybody',
    query: noQuery,
    body: noBody,
    answers: {
      200: { description: 'Ready', schema: readiness },
      503: { description: 'Not ready', schema: readiness },
    },
    async handle() {
      const [missing, temporal] = await Promise.all([
        missingMigrations().catch((error: unknown) => {
          engine.log.warn({ error: tellError(error) }, 'Postgres does not answer')
          return undefined
        }),
        temporalState?.().catch(() => ({ reachable: false, worker: false })) ?? null,
      ])
      const ready = missing?.length === 0
      const body = { ready, postgres: missing !== undefined, missingMigrations: missing ?? [], temporal }
      return { status: ready ? 200 : 503, body }
    },
  }),
  route({
    method: 'get',
    path: '/metrics',
    tag,
    summary: 'Metrics for Prometheus: to local requests, and to an API key',
    caller: 'anybody',
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'Metrics', schema: z.string(), type: 'text/plain' } },
    problems: [401, 403, 429],
    async handle({ request, response }) {
      if (request.headers.authorization !== undefined) await operatorOf(request, keys)
      else if (!isLocal(request)) throw new Problem('only-local')
      const { type, text } = await metrics.told()
      response.type(type).send(text)
      return undefined
    },
  }),
]
