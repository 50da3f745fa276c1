import createClient from 'openapi-fetch'
import { currentLanguage } from '../i18n/i18n.ts'
import { noteServerTime } from '../i18n/now.ts'
import { takeEarly } from './early.ts'
import type { components, paths } from './openapi.d.ts'

/** Same origin, the session's cookie; the header is what a form on another site could not send. */
export const client = createClient<paths>({ baseUrl: window.location.origin })

client.use({
  async onRequest({ request }) {
    // Asking on would use up what an address may try wrongly, and so bar the way back in.
    if (isOut && !isOfSession(request.url)) return new Response(undefined, { status: 401 })
    const early = await takeEarly(request)
    if (early) {
      hear(early, request.url)
      return early
    }
    request.headers.set('Accept-Language', currentLanguage())
    if (request.method !== 'GET') request.headers.set('X-Wend', 'editor')
    // Who never answers is not reached.
    return new Request(request, { signal: AbortSignal.timeout(patienceMs) })
  },
  onResponse({ request, response }) {
    hear(response, request.url)
  },
})

function hear(response: Response, url: string): void {
  noteServerTime(response.headers.get('Date'))
  if (isOfSession(url) && response.ok) isOut = false
  if (response.status !== 401) return
  isOut = true
  for (const tell of signedOut) tell()
}

const patienceMs = 20_000

/** The server does not know who asks. */
let isOut = false
const isOfSession = (url: string) => new URL(url).pathname === '/v1/session'
const signedOut = new Set<() => void>()

/** Hears whenever the server does not know who asks any more. The answer ends that. */
export function onSignedOut(hear: () => void): () => void {
  signedOut.add(hear)
  return () => void signedOut.delete(hear)
}

export type Issue = components['schemas']['Issue']
export type Problem = components['schemas']['Problem']

/** What the server refused, in its own words. `status` 0: it was not reached. */
export class Refused extends Error {
  readonly status: number
  readonly issues: Issue[]

  constructor(status: number, message: string, issues: Issue[] = []) {
    super(message)
    this.name = 'Refused'
    this.status = status
    this.issues = issues
  }
}

interface Answered<T> {
  data?: T
  error?: Problem | undefined
  response: Response
}

/** Waits for an answer of the 2xx, or throws a `Refused` that says why not. */
async function settled<T>(request: Promise<Answered<T>>): Promise<Answered<T>> {
  const answer = await request.catch(() => {
    throw new Refused(0, '')
  })
  const { error, response } = answer
  if (error === undefined && response.ok) return answer
  throw new Refused(response.status, error?.title ?? response.statusText, error?.issues ?? [])
}

/** The answer's body and its ETag. */
export async function tagged<T>(request: Promise<Answered<T>>): Promise<{ data: T; etag: string }> {
  const { data, response } = await settled(request)
  if (data === undefined) throw new Refused(response.status, response.statusText)
  return { data, etag: response.headers.get('ETag') ?? '' }
}

/** The answer's body. */
export const body = async <T>(request: Promise<Answered<T>>): Promise<T> => (await tagged(request)).data

/** For routes whose answer has nothing to read. */
export async function done(request: Promise<Answered<unknown>>): Promise<void> {
  await settled(request)
}
