import { catalog } from '@wend/nodes/catalog'
import { pino } from 'pino'
import { z } from 'zod'
import { secretKey } from './channels/seal.ts'
import { readEnvironment } from './environment.ts'
import { type RunningWorker, startWorker } from './start-worker.ts'
import { temporalAccess } from './temporal.ts'
import { whenToldToEnd } from './told-to-end.ts'
import { serveWorkerHealth } from './worker-health.ts'

const environment = z.object({
  DATABASE_URL: z.string(),
  SMTP_URL: z.string().optional(),
  WEND_PUBLIC_URL: z.string().default('http://localhost:8080'),
  WEND_ALLOW_HOSTS: z.string().default(''),
  WEND_SECRET_KEY: secretKey.optional(),
  /** Whole months that events are kept; absent: for ever. */
  WEND_EVENT_MONTHS: z.coerce.number().int().min(1).optional(),
  /** Absent: nothing is served. */
  WEND_WORKER_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  LOG_LEVEL: z.string().default('info'),
})
const notYet = { ready: false, postgres: false, polling: false, unknownNodes: [] }

// The process entry. It ends, drained, when told to, and says `ready` to its parent.
const variables = readEnvironment(process.env)
const env = environment.parse(variables)
const log = pino({ level: env.LOG_LEVEL, base: { process: 'worker' } })
let worker: RunningWorker | undefined
whenToldToEnd(() => (worker ? worker.stop() : process.exit(0)))
if (env.WEND_WORKER_PORT) await serveWorkerHealth(env.WEND_WORKER_PORT, async () => worker?.readiness() ?? notYet)

worker = await startWorker({
  databaseUrl: env.DATABASE_URL,
  temporal: temporalAccess(variables),
  catalog,
  log,
  smtpUrl: env.SMTP_URL,
  publicUrl: env.WEND_PUBLIC_URL,
  allowHosts: env.WEND_ALLOW_HOSTS,
  secretKey: env.WEND_SECRET_KEY,
  eventMonths: env.WEND_EVENT_MONTHS,
})
log.info('the worker is ready')
process.send?.('ready')
await worker.ended
// The channel to the parent would keep the process alive.
process.exit(0)
