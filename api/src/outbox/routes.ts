import { listMail, readMail } from '@wend/engine/reads/outbox'
import { z } from 'zod'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { filterText, instant, listOf, pageQuery } from '../schemas.ts'

const tag = 'Outbox'

const listed = { id: z.string(), at: instant, recipient: z.string(), subject: z.string() }
const mail = z.object(listed).meta({ id: 'CaughtMail' })
const opened = z
  .object({
    ...listed,
    from: z.string(),
    html: z.string().nullable(),
    text: z.string().nullable(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
  })
  .meta({ id: 'OpenedMail' })

export const outboxRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/outbox',
    tag,
    summary: 'E-mails that the local outbox caught, newest first',
    caller: 'operator',
    query: z.strictObject({ recipient: filterText.optional(), ...pageQuery }),
    body: noBody,
    answers: { 200: { description: 'E-mails', schema: listOf(mail) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listMail(engine, access.workspace, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/outbox/{id}',
    tag,
    summary: 'One caught e-mail, opened',
    caller: 'operator',
    params: { id: 'Its Message-ID' },
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'The e-mail', schema: opened } },
    handle: async ({ engine, access, param }) => ({
      status: 200,
      body: await readMail(engine, access.workspace, param('id')),
    }),
  }),
]
