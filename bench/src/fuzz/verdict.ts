import { z } from 'zod'
import type { ToldRoute } from './document.ts'
import type { Request } from './requests.ts'
import type { Reply } from './wire.ts'

const problem = z.strictObject({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.int(),
  code: z.string().min(1),
  issues: z.array(
    z.strictObject({
      code: z.string().min(1),
      severity: z.enum(['error', 'warning']),
      path: z.string().regex(/^(\/.*)?$/s),
      message: z.string().min(1),
      node: z.string().optional(),
    }),
  ),
})

/** What Node.js or any route may answer to a request that is broken as such. */
const always = [400, 401, 403, 404, 405, 408, 413, 414, 417, 431]
const slowMs = 5_000
const largestAnswer = 5_000_000

/** Why an answer is wrong; undefined where it is right. `broken`: the request breaks off, so that no answer is right too. */
export function faultIn(route: ToldRoute, request: Request, reply: Reply, broken: boolean): string | undefined {
  if (reply.kind === 'hang') return 'no answer within 5 s'
  if (reply.kind !== 'answer')
    return broken ? undefined : `the connection was closed without an answer (${reply.got.length} bytes)`
  const { status, headers, body, tookMs } = reply
  if (!(status >= 100 && status < 600)) return `no status: ${body.subarray(0, 80).toString('latin1')}`
  if (status >= 500) return `status ${status}: ${body.subarray(0, 200).toString()}`
  if (tookMs > slowMs) return `took ${Math.round(tookMs)} ms`
  if (body.length > largestAnswer) return `an answer of ${body.length} bytes`
  const type = headers.get('content-type')?.split(';')[0] ?? ''
  // Pages for people, whichever of their methods was asked.
  if (status >= 400)
    return request.method === 'HEAD'
      ? undefined
      : route.answers.get(status)?.includes(type) && type === 'text/html'
        ? undefined
        : faultInProblem(reply, type, request.method === route.method ? route : undefined)
  if (request.method !== route.method || !isPathOf(route, request.target) || status === 304) return undefined
  const told = route.answers.get(status)
  if (!told) return `status ${status} is not in the document`
  if (body.length > 0 && told.length > 0 && !told.includes(type))
    return `status ${status} has type ${type}, told: ${told.join()}`
  return undefined
}

/** Whether an address is still one of the route's: a spoiled one may be any page of the editor. */
function isPathOf({ path }: ToldRoute, target: string): boolean {
  const parts = (target.split(/[?#]/)[0] ?? '').split('/')
  const told = path.split('/')
  return (
    parts.length === told.length &&
    told.every((part, nth) => (part.startsWith('{') ? /^[\w.~!*'()-]+$/.test(parts[nth] ?? '') : part === parts[nth]))
  )
}

/** `route`: whose statuses are told, where the request is one of its own. */
function faultInProblem(
  { status, body }: { status: number; body: Buffer },
  type: string,
  route: ToldRoute | undefined,
): string | undefined {
  if (type !== 'application/problem+json') return `status ${status} is no problem document but ${type || 'nothing'}`
  const read = problem.safeParse(jsonOf(body))
  if (!read.success)
    return `status ${status}, a problem document of the wrong shape: ${read.error.issues[0]?.path.join('/')}`
  if (read.data.status !== status) return `status ${status}, but the document says ${read.data.status}`
  if (route && !always.includes(status) && !route.answers.has(status))
    return `status ${status} (${read.data.code}) is not in the document`
  return undefined
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
