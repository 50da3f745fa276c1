import type { Engine } from '@wend/engine/engine'
import { languages } from '@wend/nodes/sdk/issue'
import { z } from 'zod'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { listOf } from '../schemas.ts'

const texts = z
  .object({
    name: z.string(),
    description: z.string(),
    summary: z
      .string()
      .meta({ description: 'What a card says; `{path}` or `{path:format}` stands for a config value' }),
    fields: z.record(z.string(), z.string()),
    help: z.record(z.string(), z.string()).optional(),
    outlets: z.record(z.string(), z.string()),
    choices: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'NodeTexts' })

const nodeType = z
  .object({
    type: z.string(),
    version: z.int(),
    category: z.enum(['enter', 'wait', 'decide', 'touch', 'reward', 'data', 'hand-over', 'end']),
    icon: z.string().meta({ description: 'SVG shapes in a 24 × 24 box, drawn in one colour' }),
    schema: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The config’s JSON Schema (draft 7) with widget hints' }),
    defaults: z.record(z.string(), z.unknown()),
    outlets: z
      .array(z.union([z.string(), z.object({ each: z.string(), label: z.string() })]))
      .meta({ description: 'Fixed, or one for each member of a list in the config' }),
    quick: z.array(z.string()),
    takes: z.record(z.string(), z.string()).meta({
      description: 'Outlets that nobody leaves by sooner than a duration of the config, each with that field’s path',
    }),
    texts: z.object(Object.fromEntries(languages.map((language) => [language, texts]))),
    tells: z
      .array(z.enum(['opened', 'clicked']))
      .meta({ description: 'What is learned of its messages after they have arrived' }),
    entry: z.boolean(),
  })
  .meta({ id: 'NodeType' })

/** Schemas are made once a process: the catalog never changes while it runs. */
function describe({ catalog }: Engine) {
  return catalog.all.map((node) => ({
    type: node.type,
    version: node.version,
    category: node.category,
    icon: node.icon,
    schema: z.toJSONSchema(node.config, { io: 'input', target: 'draft-7' }),
    defaults: node.defaults,
    outlets: node.outlets,
    quick: node.quick,
    takes: node.takes ?? {},
    texts: node.texts,
    tells: node.tells ?? [],
    entry: node.entry !== undefined,
  }))
}

export function nodeTypeRoutes(engine: Engine): Route[] {
  const described = describe(engine)
  return [
    route({
      method: 'get',
      path: '/v1/node-types',
      tag: 'Node types',
      summary: 'Every node type that journeys may be drawn with',
      caller: 'operator',
      query: noQuery,
      body: noBody,
      answers: { 200: { description: 'In the order that a palette shows', schema: listOf(nodeType) } },
      handle: async () => ({ status: 200, body: { items: described, next: null } }),
    }),
  ]
}
