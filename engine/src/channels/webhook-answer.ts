import { type Json, json } from '@wend/nodes/sdk/json'
import type { Attempt } from './channel.ts'
import { keepable, mapTexts } from './keepable.ts'
import { isJson } from './webhook-request.ts'

const longestWaitMs = 3_600_000
const shortestHidden = 4

/** `Retry-After`: seconds, or a date. Milliseconds from now, an hour at most; undefined where it cannot be read. */
function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : /[a-z]/i.test(text) ? Date.parse(text) - nowMs : Number.NaN
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestWaitMs)
}

/** What a status other than 2xx means: some are worth another attempt. */
export function refusalOf(status: number, retryAfter: string | undefined, nowMs: number): Attempt {
  const reason = `http-${status}`
  if (status >= 300 && status < 400) return { came: 'failed', reason: 'redirect' }
  if (status !== 408 && status !== 429 && status < 500) return { came: 'failed', reason }
  const waitMs = retryAfterMs(retryAfter, nowMs)
  return waitMs === undefined ? { came: 'later', reason } : { came: 'later', reason, retryAfterMs: waitMs }
}

/** What was answered, fit to be kept: JSON where it says so and is, else text. Secrets that it echoes are hidden. */
export function answerOf(body: Buffer, contentType: string, used: ReadonlySet<string>): Json | undefined {
  if (body.length === 0) return undefined
  const hidden = [...used].filter((secret) => secret.length >= shortestHidden)
  const fit = (text: string): string => hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), keepable(text))
  const text = body.toString('utf8')
  const value = isJson(contentType) ? parsed(text, fit) : undefined
  return value === undefined ? fit(text) : value
}

function parsed(text: string, fit: (text: string) => string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (value === null) return null
    // Measured before zod reads it, which goes as deep as the value does.
    if (nestsTooDeep(text)) return undefined
    return mapTexts(json.parse(value), fit)
  } catch {
    return undefined
  }
}

/** Whether brackets outside of texts nest deeper than 100 levels. */
function nestsTooDeep(text: string): boolean {
  let depth = 0
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (part === '[' || part === '{') depth++
    else if (part === ']' || part === '}') depth--
    if (depth > 100) return true
  }
  return false
}
