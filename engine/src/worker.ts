import { catalog } from '@wend/nodes/catalog'
import { pino } from 'pino'
import { z } from 'zod'
import { secretKey } from './channels/seal.ts'
import { startWorker } from './start-worker.ts'
import { temporalAccess } from './temporal.ts'

const environment = z.object({
  DATABASE_URL: z.string(),
  SMTP_URL: z.string().optional(),
  WEND_PUBLIC_URL: z.string().default('http://localhost:8080'),
  WEND_ALLOW_HOSTS: z.string().default(''),
  WEND_SECRET_KEY: secretKey.optional(),
  LOG_LEVEL: z.string().default('info'),
})

// The process entry. It ends, drained, on SIGTERM or when its standard input closes, and says `ready` to its parent.
const env = environment.parse(process.env)
const log = pino({ level: env.LOG_LEVEL, base: { process: 'worker' } })
const worker = await startWorker({
  databaseUrl: env.DATABASE_URL,
  temporal: temporalAccess(process.env),
  catalog,
  log,
  smtpUrl: env.SMTP_URL,
  publicUrl: env.WEND_PUBLIC_URL,
  allowHosts: env.WEND_ALLOW_HOSTS,
  secretKey: env.WEND_SECRET_KEY,
})
process.once('SIGTERM', worker.stop)
process.once('SIGINT', worker.stop)
process.stdin.once('end', worker.stop).resume()
log.info('the worker is ready')
process.send?.('ready')
await worker.ended
// The channel to the parent would keep the process alive.
process.exit(0)
