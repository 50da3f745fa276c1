import type { Message } from '@wend/nodes/sdk/define-node'
import type { JsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { keepable } from './keepable.ts'
import { fillSecrets, keepSecretsNamed, type SecretValues } from './secrets.ts'

/** What is kept of a webhook: no secret's value is in it. */
export const webhookContent = z.object({
  url: z.string(),
  method: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
})
export type WebhookContent = z.output<typeof webhookContent>

/** What goes over the wire, and the secrets that are in it. */
export interface WebhookRequest {
  url: URL
  method: string
  headers: Record<string, string>
  body?: string
  used: ReadonlySet<string>
}

/** Headers that belong to the connection, or say where the request goes and ends: never a journey's. */
const refused = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a header may not hold.
const unsayable = /[\0-\x08\x0a-\x1f\x7f]/

const keptText = (rendered: string): string => keepable(keepSecretsNamed(rendered))

/** What is kept of a message: its texts, with secrets by name. */
export function keptWebhook(message: Extract<Message, { channel: 'webhook' }>): JsonObject {
  const headers = Object.entries(message.headers).map(([name, value]) => [keepable(name), keptText(value)])
  return {
    url: keptText(message.url),
    method: message.method.toUpperCase(),
    headers: Object.fromEntries(headers),
    ...(message.body === undefined ? {} : { body: keptText(message.body) }),
  }
}

/** Where a webhook goes: http or https, without credentials; the place of a secret holds a letter. */
export function destinationOf(url: string): URL | undefined {
  const sought = fillSecrets(url, () => 'x')
  if (!URL.canParse(sought)) return undefined
  const found = new URL(sought)
  const taken = (found.protocol === 'http:' || found.protocol === 'https:') && !found.username && !found.password
  return taken ? found : undefined
}

/**
 * The request with its secrets in place, each escaped for where it stands; or why there can be none:
 * `bad-url`, `bad-method`, `bad-header`, `header-refused`, `no-secret`.
 */
export function webhookRequest(
  { url: to, method, headers: wanted, body: text }: WebhookContent,
  secrets: SecretValues,
  key: string,
): WebhookRequest | { unfit: string } {
  const used = new Set<string>()
  let missing = false
  const fill = (template: string, escaped: (value: string) => string): string =>
    fillSecrets(template, (name) => {
      const value = secrets.get(name)
      if (value === undefined) missing = true
      else used.add(value)
      return escaped(value ?? '')
    })

  if (!methods.has(method)) return { unfit: 'bad-method' }
  const destination = destinationOf(to)
  const filled = fill(to, encodeURIComponent)
  if (!destination || !URL.canParse(filled)) return { unfit: 'bad-url' }
  const url = new URL(filled)
  if (url.origin !== destination.origin || url.username || url.password) return { unfit: 'bad-url' }

  const headers: Record<string, string> = { 'user-agent': 'Wend' }
  for (const [name, template] of Object.entries(wanted)) {
    const lower = name.toLowerCase()
    if (refused.has(lower)) return { unfit: 'header-refused' }
    // A secret that was pasted with its line break is meant without it.
    const value = fill(template, (secret) => secret.trim())
    if (!token.test(name) || unsayable.test(value)) return { unfit: 'bad-header' }
    headers[lower] = Buffer.from(value, 'utf8').toString('latin1')
  }
  // A repeated attempt is known by the visit's key, whatever a journey says.
  headers['idempotency-key'] = key
  if (text === undefined) return missing ? { unfit: 'no-secret' } : { url, method, headers, used }

  headers['content-type'] ??= 'application/json'
  const body = fill(text, escapeFor(headers['content-type']))
  return missing ? { unfit: 'no-secret' } : { url, method, headers, body, used }
}

/** Whether a content type says JSON. */
export const isJson = (contentType: string): boolean => /^\s*application\/(?:[\w.-]+\+)?json\b/i.test(contentType)
const isForm = (contentType: string): boolean => /^\s*application\/x-www-form-urlencoded\b/i.test(contentType)

function escapeFor(contentType: string): (value: string) => string {
  if (isJson(contentType)) return (value) => JSON.stringify(value).slice(1, -1)
  return isForm(contentType) ? encodeURIComponent : (value) => value
}
