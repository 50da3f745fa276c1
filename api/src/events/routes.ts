import { listRejected } from '@wend/engine/reads/rejected'
import { z } from 'zod'
import { retold } from '../problems.ts'
import { noBody, type Route, route } from '../route.ts'
import { filterText, instant, issueSchema, listOf, pageQuery } from '../schemas.ts'

const rejectedMessage = z
  .object({
    id: z.string(),
    at: instant,
    message: z.string().meta({ description: 'As received, as JSON text' }),
    issues: z.array(issueSchema),
  })
  .meta({ id: 'RejectedMessage' })

export const eventRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/events/rejected',
    tag: 'Events',
    summary: 'Messages that were set aside, and why',
    description: 'The newest 10,000, for 30 days.',
    caller: 'operator',
    query: z.strictObject({
      search: filterText.optional().meta({ description: 'A text that the message holds, in any case' }),
      reason: filterText.optional().meta({ description: 'The code of an issue' }),
      ...pageQuery,
    }),
    body: noBody,
    answers: { 200: { description: 'Newest first', schema: listOf(rejectedMessage) } },
    async handle({ engine, access, query, language }) {
      const { items, next } = await listRejected(engine, access.workspace, query)
      const told = items.map((each) => ({ ...each, issues: each.issues.map((one) => retold(one, language)) }))
      return { status: 200, body: { items: told, next } }
    },
  }),
]
