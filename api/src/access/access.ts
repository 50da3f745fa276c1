import type { Request } from 'express'
import { Problem } from '../problems.ts'
import { type KeyHolder, type Keys, nameOf, type Session } from './keys.ts'

/** Who calls, and for which workspace. */
export interface Access {
  workspace: number
  /** What is written where somebody is named as the author of a change. */
  by: string
  /** The person, where one signed in. */
  session?: Session
}

export const sessionCookie = 'wend_session'

/** Who calls by API key or session. Throws `unauthorized`, `wrong-key`, `no-csrf-header`, `too-many-attempts`. */
export async function operatorOf(request: Request, keys: Keys): Promise<Access> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) {
    const holder = await keys.attempts.open(request, nameOf(bearer), () => keys.holderOf(bearer))
    if (!holder) throw new Problem('unauthorized')
    if (holder.kind !== 'api') throw new Problem('wrong-key')
    return { workspace: holder.workspace, by: `API key …${holder.hint}` }
  }
  const token = sessionTokenOf(request)
  const session =
    token === undefined ? undefined : await keys.attempts.open(request, nameOf(token), () => keys.sessionOf(token))
  if (!session) throw new Problem('unauthorized')
  // A page of another origin can make a browser send the cookie, but not this header.
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  if (!isSafe && request.headers['x-wend'] === undefined) throw new Problem('no-csrf-header')
  return { workspace: session.workspace, by: session.operator.name, session }
}

/** The holder of the write key that a request carries: Basic auth, else `writeKey` in the body. Throws `unauthorized`, `too-many-attempts`. */
export async function writerOf(request: Request, bodyKey: unknown, keys: Keys): Promise<KeyHolder> {
  const key = basicUser(request) ?? (typeof bodyKey === 'string' ? bodyKey : undefined)
  const holder =
    key === undefined ? undefined : await keys.attempts.open(request, nameOf(key), () => keys.holderOf(key))
  if (!holder) throw new Problem('unauthorized')
  if (holder.kind === 'api') throw new Problem('wrong-key')
  return holder
}

/** The user name of Basic auth. */
export function basicUser(request: Request): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString().split(':')[0]
}

/** The token in the session's cookie. */
export function sessionTokenOf(request: Request): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === sessionCookie && value) return value.trim()
  }
  return undefined
}
