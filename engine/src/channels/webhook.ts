import type { Message } from '@wend/nodes/sdk/define-node'
import type { Json } from '@wend/nodes/sdk/json'
import { type Dispatcher, errors } from 'undici'
import { allowedHosts, hostOf, portOf } from './addresses.ts'
import type { Attempt, Channel } from './channel.ts'
import { guardedAgent, PrivateAddressError, type Resolve, systemResolve } from './guarded-agent.ts'
import type { Secrets } from './secrets.ts'
import { SlowHosts } from './slow-hosts.ts'
import { answerOf, refusalOf } from './webhook-answer.ts'
import { destinationOf, keptWebhook, type WebhookRequest, webhookContent, webhookRequest } from './webhook-request.ts'

type WebhookMessage = Extract<Message, { channel: 'webhook' }>

const mostAnswerBytes = 64 * 1024
/** Near the local step's limit: who takes this long is asked on the delivery queue next. */
const slowFromMs = 1_500

const timedOut: Attempt = { came: 'later', reason: 'time-out', slow: true, mayHaveArrived: true }
const placeOf = (url: URL): string => `${hostOf(url)}:${portOf(url)}`

export interface WebhookOptions {
  /** `WEND_ALLOW_HOSTS`. */
  allowHosts: string
  secrets: Secrets
  resolve?: Resolve
}

/** Webhooks over HTTP. The receiver is taken to honour `Idempotency-Key`. `close` ends its connections. */
export function webhookChannel({
  allowHosts,
  secrets,
  resolve = systemResolve(),
}: WebhookOptions): Channel<WebhookMessage> & {
  close(): Promise<void>
} {
  const agent = guardedAgent({ isAllowed: allowedHosts(allowHosts), resolve })
  const slow = new SlowHosts()

  return {
    honoursKeys: true,

    prepare: async (message) => ({ content: keptWebhook(message) }),

    isSlow(content) {
      const to = destinationOf(webhookContent.parse(content).url)
      return to !== undefined && slow.has(placeOf(to))
    },

    destination(content) {
      const to = destinationOf(webhookContent.parse(content).url)
      return to && placeOf(to)
    },

    async send(content, { workspace }, key, timeLimitMs) {
      const request = webhookRequest(webhookContent.parse(content), await secrets(workspace), key)
      if ('unfit' in request) return { came: 'failed', reason: request.unfit }

      const startMs = Date.now()
      const attempt = await within(timeLimitMs, (signal) => exchange(agent, request, signal))
      if (Date.now() - startMs >= slowFromMs || (attempt.came === 'later' && attempt.slow))
        slow.add(placeOf(request.url))
      return attempt
    },

    close: () => agent.destroy(),
  }
}

/** One attempt, given up when the time is over. A request that is not under way by then is never sent. */
async function within(limitMs: number, attempt: (signal: AbortSignal) => Promise<Attempt>): Promise<Attempt> {
  const giveUp = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<Attempt>((resolve) => {
    timer = setTimeout(() => {
      resolve(timedOut)
      giveUp.abort()
    }, limitMs)
  })
  try {
    return await Promise.race([attempt(giveUp.signal), over])
  } finally {
    clearTimeout(timer)
  }
}

async function exchange(agent: Dispatcher, request: WebhookRequest, signal: AbortSignal): Promise<Attempt> {
  const { url, method, headers, body, used } = request
  try {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers,
      body: body ?? null,
      signal,
    })
    const { statusCode, body: answer } = response
    if (statusCode >= 200 && statusCode < 300) {
      const bytes = await read(answer)
      const value = bytes && answerIn(bytes, response.headers, used)
      return value === undefined ? { came: 'delivered' } : { came: 'delivered', answer: value }
    }
    // Read to its end behind our back, so that the connection can be used again.
    answer.dump({ limit: mostAnswerBytes, signal: AbortSignal.timeout(1_000) }).catch(() => {})
    return refusalOf(statusCode, one(response.headers['retry-after']), Date.now())
  } catch (error) {
    return failureOf(error)
  }
}

type Headers = Dispatcher.ResponseData['headers']
const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header)

/** The whole body, or undefined where it is too large to be kept. */
async function read(body: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > mostAnswerBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function answerIn(body: Buffer, headers: Headers, used: ReadonlySet<string>): Json | undefined {
  // Nobody asked for a coding; what came in one cannot be read.
  const coding = one(headers['content-encoding'])
  return coding && coding !== 'identity' ? undefined : answerOf(body, one(headers['content-type']) ?? '', used)
}

const reasons: Record<string, string> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  UND_ERR_SOCKET: 'connection-lost',
  UND_ERR_MAX_ORIGINS_REACHED: 'busy',
}

/** What an exchange that broke means. Only what can never go well fails at once. */
function failureOf(error: unknown): Attempt {
  if (error instanceof PrivateAddressError) return { came: 'failed', reason: 'private-address' }
  if (error instanceof errors.InvalidArgumentError) return { came: 'failed', reason: 'bad-request' }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/TIMEOUT|ETIMEDOUT|ABORT/.test(code)) return timedOut
  if (/CERT|TLS|SSL|ISSUER|SIGNATURE/.test(code)) return { came: 'later', reason: 'certificate' }
  const reason = reasons[code] ?? 'network'
  return { came: 'later', reason, ...(reason === 'connection-lost' && { mayHaveArrived: true }) }
}
