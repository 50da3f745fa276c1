import { createServer as createHttpServer } from 'node:http'
import { secretKey } from '@wend/engine/channels/seal'
import { temporalAccess } from '@wend/engine/temporal'
import { pino } from 'pino'
import { z } from 'zod'
import { answerBrokenRequests } from './broken-requests.ts'
import { connectEngine } from './connect-engine.ts'
import { createServer } from './server.ts'

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  DATABASE_URL: z.string(),
  WEND_PUBLIC_URL: z.string().optional(),
  WEND_SECRET_KEY: secretKey.optional(),
  WEND_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: z.string().default('info'),
})

const finishWithinMs = 5_000
const pokeWithinMs = 1_000
const exitWithinMs = 8_000

// The process entry. It ends, when its requests are answered, on SIGTERM or when its standard input closes, and says
// `ready` to its parent.
const env = environment.parse(process.env)
const log = pino({ level: env.LOG_LEVEL, base: { process: 'api' } })
if (!env.WEND_SECRET_KEY) log.warn('WEND_SECRET_KEY is not set: values of secrets are kept as they are')
const { engine, temporalState, close } = connectEngine(env.DATABASE_URL, temporalAccess(process.env), log)
const wired = createServer(engine, {
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
  await close(pokeWithinMs)
  log.info('the api has ended')
  process.exit(0)
}

process.once('SIGTERM', end)
process.once('SIGINT', end)
process.stdin.once('end', end).resume()
server.once('error', (error) => {
  log.fatal({ error: error.message }, 'the api cannot listen')
  process.exit(1)
})
server.listen(env.PORT, () => {
  log.info({ port: env.PORT }, 'the api listens')
  process.send?.('ready')
})
