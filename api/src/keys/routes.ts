import { isUuid } from '@wend/engine/reads/uuid'
import { z } from 'zod'
import { type Keys, keyKinds, listKeys, makeKey } from '../access/keys.ts'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { instant } from '../schemas.ts'

const tag = 'Keys'

const kind = z.enum(keyKinds).meta({
  description:
    '`api` opens everything but the tracking routes. `write-server` writes events. `write-browser` is public: it writes ' +
    'anonymous customers, and a known one with her user token; goals do not count what came without.',
})
const listed = {
  id: z.uuid(),
  kind,
  name: z.string(),
  hint: z.string().meta({ description: 'The last four characters' }),
  createdAt: instant,
}
const keyRow = z.object(listed).meta({ id: 'Key' })
const madeKey = z
  .object({
    ...listed,
    key: z.string().meta({ description: 'Shown this once' }),
    signingSecret: z
      .string()
      .optional()
      .meta({ description: 'Of a browser key, shown this once: what your backend signs user tokens with' }),
  })
  .meta({ id: 'MadeKey' })

/** Keys are listed, made and revoked. */
export const keyRoutes = (keys: Keys): Route[] => [
  route({
    method: 'get',
    path: '/v1/keys',
    tag,
    summary: 'The keys that open this workspace, newest first',
    caller: 'operator',
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'Keys', schema: z.object({ items: z.array(keyRow), next: z.null() }) } },
    handle: async ({ engine, access }) => ({
      status: 200,
      body: { items: await listKeys(engine.pool, access.workspace), next: null },
    }),
  }),
  route({
    method: 'post',
    path: '/v1/keys',
    tag,
    summary: 'Make a key',
    description:
      'The key is shown this once. A browser key comes with a signing secret, which belongs in your backend and never in a ' +
      'page: there a user token is a JSON Web Token, `jwt.sign({ sub: userId }, signingSecret, { expiresIn: "1h" })`, and the ' +
      'page sends it as `context.userToken` with every message that has a userId. Repeating this makes another key: its ' +
      'answer is never kept, so there is no Idempotency-Key.',
    caller: 'operator',
    query: noQuery,
    body: z.strictObject({ kind, name: z.string().max(200).default('') }).meta({ id: 'NewKey' }),
    answers: { 201: { description: 'The key', schema: madeKey } },
    async handle({ engine, access, body }) {
      const made = await makeKey(engine.pool, access.workspace, body.kind, body.name)
      if (body.kind !== 'write-browser') return { status: 201, body: made }
      const signingSecret = await keys.signingSecretOf(access.workspace, made.id)
      return { status: 201, body: { ...made, signingSecret } }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/keys/{id}',
    tag,
    summary: 'Revoke a key: it opens nothing after five seconds at most, nor do its user tokens',
    caller: 'operator',
    params: { id: 'The key’s id' },
    query: noQuery,
    body: noBody,
    answers: { 204: { description: 'Revoked' } },
    async handle({ access, param }) {
      const id = param('id')
      if (!isUuid(id) || !(await keys.revoke(access.workspace, id))) throw new Problem('not-found')
      return { status: 204 }
    },
  }),
]
