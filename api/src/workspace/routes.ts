import { readWorkspace, writeWorkspace } from '@wend/engine/lifecycle/workspaces'
import { languages } from '@wend/nodes/sdk/issue'
import { z } from 'zod'
import { issue, Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'

/** How messages leave here, as the environment says. */
export interface Delivery {
  /** The SMTP server's host and port; absent: the local outbox. */
  smtp?: string | undefined
  /** `WEND_ALLOW_HOSTS`. */
  allowHosts: readonly string[]
  publicUrl: string
}

const tag = 'Workspace'

const settings = {
  name: z.string().trim().min(1).max(100),
  timeZone: z.string().min(1).max(64).meta({
    description: 'IANA, such as Asia/Shanghai: of customers whose own is not known, in journeys that name none',
  }),
  language: z.enum(languages).meta({ description: 'What customers are written in where their own is not known' }),
}
const trackOpensAndClicks = z.boolean().meta({
  description: 'Whether e-mails tell when they are opened and their links followed',
})
const delivery = z.object({
  smtp: z.string().nullable().meta({ description: 'Where e-mail is handed in; null: the local outbox' }),
  allowHosts: z.array(z.string()).meta({ description: 'Private hosts that webhooks may reach' }),
  publicUrl: z.string().meta({ description: 'Where links in messages lead' }),
})
const workspace = z.object({ ...settings, trackOpensAndClicks, delivery }).meta({ id: 'Workspace' })

export const workspaceRoutes = ({ smtp = undefined, allowHosts, publicUrl }: Delivery): Route[] => {
  const told = { delivery: { smtp: smtp ?? null, allowHosts, publicUrl } }
  return [
    route({
      method: 'get',
      path: '/v1/workspace',
      tag,
      summary: 'The workspace, and how messages leave it',
      caller: 'operator',
      query: noQuery,
      body: noBody,
      answers: { 200: { description: 'The workspace', schema: workspace } },
      handle: async ({ engine, access }) => ({
        status: 200,
        body: { ...(await readWorkspace(engine, access.workspace)), ...told },
      }),
    }),
    route({
      method: 'put',
      path: '/v1/workspace',
      tag,
      summary: 'Name, time zone, language and what e-mails tell; steps go by them after ten seconds at most',
      description: 'What is left out stays as it is.',
      caller: 'operator',
      query: noQuery,
      body: z
        .strictObject({ ...settings, trackOpensAndClicks: trackOpensAndClicks.optional() })
        .meta({ id: 'WorkspaceSettings' }),
      answers: { 200: { description: 'The workspace', schema: workspace } },
      async handle({ engine, access, body, language }) {
        if (!isTimeZone(body.timeZone))
          throw new Problem('invalid-body', [issue('unknown-time-zone', '/timeZone', language)])
        return { status: 200, body: { ...(await writeWorkspace(engine, access.workspace, body)), ...told } }
      },
    }),
  ]
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
