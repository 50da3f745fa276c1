import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { idempotencyKeyShape } from './idempotency.ts'
import type { Caller, Route, Told } from './route.ts'
import { problemSchema } from './schemas.ts'

const security: Record<Caller, Record<string, string[]>[]> = {
  anybody: [],
  operator: [{ apiKey: [] }, { session: [] }],
  'write-key': [{ writeKey: [] }],
  'write-or-api-key': [{ writeKey: [] }, { apiKey: [] }, { session: [] }],
}

const problemTexts: Record<number, string> = {
  400: 'Cannot be read, or asks for something unknown',
  401: 'No valid key or session',
  403: 'Not allowed with this key or session',
  404: 'Nothing here by that id',
  406: 'Accept does not name what this route answers',
  409: 'Not in this state',
  410: 'Over',
  412: 'The draft has changed since',
  413: 'Too large',
  415: 'The encoding is not known',
  422: 'Has not the shape or the meaning that is needed; `issues` names every fault',
  428: 'If-Match is needed',
  429: 'Too often from this address, or more than can be taken now: wait as long as Retry-After says',
  503: 'Cannot answer now',
}

/** The OpenAPI document of these routes: complete, so that a client can be made of it. */
export function openApiOf(routes: readonly Route[]) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const each of routes) paths[each.path] = { ...paths[each.path], [each.method]: operationOf(each) }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Wend',
      version: '1',
      description:
        'Customer journeys drawn as graphs, obeyed durably. Errors are problem documents (RFC 9457). ' +
        'Requests by session that change something carry the header `X-Wend` with any value.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: paths satisfies ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key' },
        writeKey: { type: 'http', scheme: 'basic', description: 'A write key as the user name, no password' },
        session: { type: 'apiKey', in: 'cookie', name: 'wend_session', description: 'A person who signed in' },
      },
    },
  })
}

const plain = (described: Record<string, string> | undefined, required: boolean): z.ZodObject =>
  z.object(
    Object.fromEntries(
      Object.entries(described ?? {}).map(([name, description]) => [
        name,
        required ? z.string().meta({ description }) : z.string().optional().meta({ description }),
      ]),
    ),
  )

const onceKey = z
  .string()
  .regex(idempotencyKeyShape)
  .optional()
  .meta({ description: 'A repetition with the same key and body gets the first answer' })

function operationOf(each: Route): ZodOpenApiOperationObject {
  const body = each.ownBody ?? (each.body instanceof z.ZodUndefined ? undefined : each.body)
  const headers = z.object({
    ...plain(each.headers, false).shape,
    ...(each.once ? { 'Idempotency-Key': onceKey } : {}),
  })
  return {
    operationId: operationId(each),
    tags: [each.tag],
    summary: each.summary,
    ...(each.description === undefined ? {} : { description: each.description }),
    security: security[each.caller],
    requestParams: {
      ...(each.params ? { path: plain(each.params, true) } : {}),
      ...(Object.keys(each.query.shape).length > 0 ? { query: each.query } : {}),
      ...(Object.keys(headers.shape).length > 0 ? { header: headers } : {}),
    },
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { 'application/json': { schema: body } },
          },
        }
      : {}),
    responses: responsesOf(each, body !== undefined),
  }
}

const operationId = ({ method, path }: Route): string =>
  [method, ...path.split(/[^A-Za-z0-9]+/).filter((part) => part !== '' && part !== 'v1')]
    .map((part, index) => (index === 0 ? part : part[0]?.toUpperCase() + part.slice(1)))
    .join('')

function responsesOf(
  { answers, problems = [], caller, params, query, once }: Route,
  takesBody: boolean,
): ZodOpenApiResponsesObject {
  const statuses = new Set(problems)
  if (caller !== 'anybody') statuses.add(401).add(429)
  if (caller === 'operator') statuses.add(400).add(403)
  if (params && caller === 'operator') statuses.add(404)
  if (Object.keys(query.shape).length > 0) statuses.add(400)
  if (takesBody) statuses.add(400).add(413).add(415)
  if (takesBody && caller === 'operator') statuses.add(422)
  if (once) statuses.add(409).add(422)

  const refusals = [...statuses].map((status) => [
    status,
    {
      description: problemTexts[status] ?? 'A problem',
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  ])
  const told = Object.entries(answers).map(([status, answer]) => [status, tell(answer)])
  return Object.fromEntries([...refusals, ...told])
}

const tell = ({ description, schema, type = 'application/json', headers }: Told) => ({
  description,
  ...(schema ? { content: { [type]: { schema } } } : {}),
  ...(headers ? { headers: plain(headers, true) } : {}),
})
