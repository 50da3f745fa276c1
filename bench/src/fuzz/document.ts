import { z } from 'zod'
import { type Schema, schema } from './schema.ts'

const parameter = z.object({ name: z.string(), in: z.string(), schema: schema.optional() })
const media = z.record(z.string(), z.object({ schema: schema.optional() }))
const operation = z.object({
  security: z.array(z.record(z.string(), z.unknown())).optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z.object({ content: media }).optional(),
  responses: z.record(z.string(), z.object({ content: media.optional() })),
})
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})

/** A route as the running api tells of it. */
export interface ToldRoute {
  method: string
  path: string
  params: { name: string; in: string; schema?: Schema | undefined }[]
  body: Schema | undefined
  /** Status → content types. */
  answers: Map<number, string[]>
  /** `apiKey`, `writeKey`…; empty: anybody. */
  keys: string[]
}

/** Reads `/openapi.json` of a running api. */
export async function readDocument(url: string): Promise<{ routes: ToldRoute[]; schemas: Record<string, Schema> }> {
  const response = await fetch(`${url}/openapi.json`)
  const { paths, components } = document.parse(await response.json())
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, told]): ToldRoute => ({
        method: method.toUpperCase(),
        path,
        params: told.parameters ?? [],
        body: told.requestBody?.content['application/json']?.schema,
        answers: new Map(
          Object.entries(told.responses).map(([status, { content = {} }]) => [Number(status), Object.keys(content)]),
        ),
        keys: (told.security ?? []).flatMap((each) => Object.keys(each)),
      }),
    ),
  )
  return { routes, schemas: components.schemas }
}
