import type { Request, Response } from 'express'
import { z } from 'zod'
import { sessionCookie, sessionTokenOf } from '../access/access.ts'
import { type Keys, nameOf, sessionDays } from '../access/keys.ts'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { linkIsOverPage } from './page.ts'

const tag = 'Session'

const session = z
  .object({
    operator: z.object({ id: z.uuid(), name: z.string() }),
    workspace: z.object({ name: z.string(), timeZone: z.string() }),
  })
  .meta({ id: 'Session' })

/** Signing in by link, and out. `isHttps`: the public address is https, so the cookie never goes over less. */
export function sessionRoutes(keys: Keys, isHttps: boolean): Route[] {
  const cookieOf = (value: string, seconds: number): string =>
    `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${isHttps ? '; Secure' : ''}`

  async function signIn(request: Request, link: string, response: Response): Promise<undefined> {
    const token = await keys.attempts.open(request, nameOf(link), () => keys.signIn(link))
    response.setHeader('Cache-Control', 'no-store')
    if (token === undefined) {
      response.status(410).type('html').send(linkIsOverPage)
      return
    }
    response.setHeader('Set-Cookie', cookieOf(token, sessionDays * 86_400))
    response.redirect(303, '/')
  }
  const signInAnswers = {
    303: { description: 'Signed in by a cookie; on to the editor' },
    410: { description: 'A page that says the link is over', schema: z.string(), type: 'text/html' },
  }

  return [
    route({
      method: 'get',
      path: '/sign-in/{token}',
      tag,
      summary: 'Sign in by link; works repeatedly until the link expires',
      caller: 'anybody',
      params: { token: 'The link’s token' },
      query: noQuery,
      body: noBody,
      answers: signInAnswers,
      problems: [429],
      handle: ({ request, param, response }) => signIn(request, param('token'), response),
    }),
    route({
      method: 'get',
      path: '/sign-in',
      tag,
      summary: 'The same, with the token as a parameter',
      caller: 'anybody',
      query: z.strictObject({ token: z.string().max(500) }),
      body: noBody,
      answers: signInAnswers,
      problems: [429],
      handle: ({ request, query, response }) => signIn(request, query.token, response),
    }),
    route({
      method: 'get',
      path: '/v1/session',
      tag,
      summary: 'Who is signed in',
      caller: 'operator',
      query: noQuery,
      body: noBody,
      answers: { 200: { description: 'The person and the workspace', schema: session } },
      async handle({ access }) {
        if (!access.session) throw new Problem('unauthorized')
        const { operator, workspaceName, timeZone } = access.session
        return { status: 200, body: { operator, workspace: { name: workspaceName, timeZone } } }
      },
    }),
    route({
      method: 'post',
      path: '/v1/session/end',
      tag,
      summary: 'Sign out',
      caller: 'operator',
      query: noQuery,
      body: noBody,
      answers: { 204: { description: 'Signed out' } },
      async handle({ request }: { request: Request }) {
        const token = sessionTokenOf(request)
        if (token !== undefined) await keys.signOut(token)
        return { status: 204, headers: { 'Set-Cookie': cookieOf('', 0) } }
      },
    }),
  ]
}
