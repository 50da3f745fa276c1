import type { Seal } from '@wend/engine/channels/seal'
import { secretName } from '@wend/engine/channels/secrets'
import { forgetSecret, keepSecret, listSecrets } from '@wend/engine/lifecycle/secrets'
import { z } from 'zod'
import { issue, Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'

const tag = 'Secrets'
const params = { name: 'What webhooks call it: `{{ secrets.name }}`' }

const list = z.object({ items: z.array(z.object({ name: z.string() }).meta({ id: 'Secret' })), next: z.null() })

export const secretRoutes = (seal: Seal): Route[] => [
  route({
    method: 'get',
    path: '/v1/secrets',
    tag,
    summary: 'The names of all secrets; their values are never answered',
    caller: 'operator',
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'Names, in order', schema: list } },
    handle: async ({ engine, access }) => ({
      status: 200,
      body: { items: await listSecrets(engine, access.workspace), next: null },
    }),
  }),
  route({
    method: 'put',
    path: '/v1/secrets/{name}',
    tag,
    summary: 'Keep a secret, in place of an earlier one of that name',
    description:
      'A name begins with a letter or `_`; letters, digits, `_` and `-` follow, 64 characters in all. ' +
      'Webhooks carry the new value after ten seconds at most.',
    caller: 'operator',
    params,
    query: noQuery,
    body: z.strictObject({ value: z.string().min(1).max(10_000) }).meta({ id: 'SecretValue' }),
    answers: { 204: { description: 'Kept' } },
    async handle({ engine, access, param, body, language }) {
      const name = secretName.safeParse(param('name'))
      if (!name.success) throw new Problem('invalid-query', [issue('bad-secret-name', '/name', language)])
      await keepSecret(engine, access.workspace, { name: name.data, value: body.value, seal })
      return { status: 204 }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/secrets/{name}',
    tag,
    summary: 'Forget a secret: webhooks that name it fail with `no-secret`',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 204: { description: 'Forgotten' } },
    async handle({ engine, access, param }) {
      const name = secretName.safeParse(param('name'))
      if (!name.success) throw new Problem('not-found')
      await forgetSecret(engine, access.workspace, name.data)
      return { status: 204 }
    },
  }),
]
