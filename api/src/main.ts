import { createServer as createHttpServer } from 'node:http'
import { createChannels } from '@wend/engine/channels/create-channels'
import { startLocalOutbox } from '@wend/engine/channels/local-outbox'
import { secretKey } from '@wend/engine/channels/seal'
import { smtpHost } from '@wend/engine/channels/smtp-url'
import { readEnvironment } from '@wend/engine/environment'
import { temporalAccess } from '@wend/engine/temporal'
import { whenToldToEnd } from '@wend/engine/told-to-end'
import { pino } from 'pino'
import { z } from 'zod'
import { answerBrokenRequests } from './broken-requests.ts'
import { connectEngine } from './connect-engine.ts'
import { createServer } from './server.ts'

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  DATABASE_URL: z.string(),
  WEND_PUBLIC_URL: z.string().optional(),
  /** As the worker has them: tests go the way that touches go. */
  SMTP_URL: z.string().optional(),
  WEND_ALLOW_HOSTS: z.string().default(''),
  WEND_SECRET_KEY: secretKey.optional(),
  WEND_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: z.string().default('info'),
})

const finishWithinMs = 5_000
const pokeWithinMs = 1_000
const exitWithinMs = 8_000

// The process entry. It ends, when its requests are answered, once it is told to, and says `ready` to its parent.
const variables = readEnvironment(process.env)
const env = environment.parse(variables)
const log = pino({ level: env.LOG_LEVEL, base: { process: 'api' } })
if (!env.WEND_SECRET_KEY) log.warn('WEND_SECRET_KEY is not set: values of secrets are kept as they are')
const { engine, temporalState, close } = connectEngine(env.DATABASE_URL, temporalAccess(variables), log)
const outbox = env.SMTP_URL ? undefined : await startLocalOutbox(engine.pool)
const publicUrl = env.WEND_PUBLIC_URL ?? `http://localhost:${env.PORT}`
const { channels, close: closeChannels } = createChannels({
  pool: engine.pool,
  publicUrl,
  allowHosts: env.WEND_ALLOW_HOSTS,
  secretKey: env.WEND_SECRET_KEY,
  smtp: { url: env.SMTP_URL ?? outbox?.url ?? '', isLocalOutbox: outbox !== undefined },
})
const wired = createServer(engine, {
  channels,
  delivery: {
    smtp: env.SMTP_URL && smtpHost(env.SMTP_URL),
    allowHosts: env.WEND_ALLOW_HOSTS.split(',').flatMap((host) => host.trim() || []),
    publicUrl,
  },
  publicUrl: env.WEND_PUBLIC_URL,
  proxies: env.WEND_PROXIES,
  secretKey: env.WEND_SECRET_KEY,
  temporalState,
})
// Connections are kept longer than a load balancer keeps them: whoever closes first must not be us, amid its next request.
const server = createHttpServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 75_000 }, wired.app)
answerBrokenRequests(server)

let isEnding = false

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  setTimeout(() => process.exit(1), exitWithinMs).unref()
  const closed = new Promise((resolve) => server.close(resolve))
  wired.close()
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), finishWithinMs).unref()
  await closed
  await closeChannels()
  await outbox?.close()
  await close(pokeWithinMs)
  log.info('the api has ended')
  process.exit(0)
}

whenToldToEnd(end)
server.once('error', (error) => {
  log.fatal({ error: error.message }, 'the api cannot listen')
  process.exit(1)
})
server.listen(env.PORT, () => {
  log.info({ port: env.PORT }, 'the api listens')
  process.send?.('ready')
})
