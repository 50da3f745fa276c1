import type { Engine } from '@wend/engine/engine'
import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Access } from './access/access.ts'
import type { Feeds, Topic } from './feeds.ts'
import { faultOf } from './plain-json.ts'
import { issue, Problem, read } from './problems.ts'
import { readBody } from './read-body.ts'

/** Who may call: anybody; a person or an API key; for tracking, a write key that the route reads itself. */
export type Caller = 'anybody' | 'operator' | 'write-key' | 'write-or-api-key'

/** What every handler gets. */
export interface Situation {
  engine: Engine
  language: Language
  /** Who calls. Where the route lets anybody in, there is no workspace to ask for. */
  access: Access
  /** A part of the path, decoded. */
  param(name: string): string
  request: Request
  response: Response
}

/** What the handler of one route gets. */
export interface Call<Query, Body> extends Situation {
  query: Query
  body: Body
}

/** What is answered, as JSON. */
export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/** What an answer is, for the OpenAPI document. */
export interface Told {
  description: string
  schema?: z.ZodType
  /** Its content type where it is not `application/json`. */
  type?: string
  /** Its headers and what they say. */
  headers?: Record<string, string>
}

/** What the OpenAPI document tells of a route. */
export interface Description {
  method: 'get' | 'post' | 'put' | 'delete'
  /** As OpenAPI writes it: `/v1/journeys/{id}`. */
  path: string
  tag: string
  summary: string
  description?: string
  caller: Caller
  /** Parts of the path and what they are. */
  params?: Record<string, string>
  query: z.ZodObject
  body: z.ZodType
  /** What the body is where the handler reads it itself. */
  ownBody?: z.ZodType
  /** Repeating it takes effect twice, so it honours `Idempotency-Key`. */
  once?: boolean
  /** Request headers that matter here. */
  headers?: Record<string, string>
  answers: Record<number, Told>
  /** Statuses of problems that it may answer, besides those of its caller and its body. */
  problems?: number[]
}

/** A route: what it takes, what it answers, and how. The OpenAPI document is made of the same. */
export interface RouteSpec<Query extends z.ZodObject, Body extends z.ZodType> extends Description {
  query: Query
  body: Body
  /** Bytes, unpacked. Default 1,000,000. */
  mostBytes?: number
  /** What more there is to say of a body that has not its shape. */
  further?(body: unknown, situation: Situation): readonly Issue[]
  /** Answers, or undefined where it has written the response itself. */
  handle(call: Call<z.output<Query>, z.output<Body>>): Promise<Answer | undefined>
}

/** A route whose types are settled: what the server mounts. */
export interface Route extends Description {
  /** Reads and checks what the request carries. The handler runs when `answer` is called. */
  receive(situation: Situation): Promise<{ sent: unknown; answer(): Promise<Answer | undefined> }>
}

/** The query of a route that knows no filters. */
export const noQuery = z.strictObject({})
/** The body of a route that takes none, or reads its own. */
export const noBody = z.undefined()

const deepest = 64

/** Declares a route. */
export function route<Query extends z.ZodObject, Body extends z.ZodType>(spec: RouteSpec<Query, Body>): Route {
  const { query, body, mostBytes = 1_000_000, further, handle, ...description } = spec
  const takesBody = !(body instanceof z.ZodUndefined)
  return {
    ...description,
    query,
    body,
    async receive(situation) {
      const { request, response, language } = situation
      const asked = read(query, plainQuery(request.query, language), 'invalid-query', language)
      const { value } = takesBody ? await readBody(request, response, mostBytes) : { value: undefined }
      refuseFaults(value, 'invalid-body', language)
      const sent = read(body, value, 'invalid-body', language, (sent) => further?.(sent, situation) ?? [])
      return { sent: value, answer: () => handle({ ...situation, query: asked, body: sent }) }
    },
  }
}

/** Answers with a stream of what is followed. Throws `not-acceptable`, and whatever the first look throws. */
export async function streamed(
  { request, response }: Situation,
  feeds: Feeds,
  topic: Topic,
): Promise<Answer | undefined> {
  if (!/\btext\/event-stream\b/i.test(request.get('Accept') ?? '')) throw new Problem('not-acceptable')
  const first = await topic.look()
  // Who asks for the headers alone is not kept waiting for an end.
  if (request.method === 'HEAD') return { status: 200, headers: { 'Content-Type': 'text/event-stream' } }
  feeds.open(topic, first, response)
  return undefined
}

/** Filters that were left empty say nothing. */
function plainQuery(query: object, language: Language): Record<string, unknown> {
  refuseFaults({ ...query }, 'invalid-query', language)
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}

function refuseFaults(value: unknown, code: 'invalid-body' | 'invalid-query', language: Language): void {
  const fault = faultOf(value, deepest)
  if (fault) throw new Problem(code, [issue(fault.code, fault.path, language)])
}
