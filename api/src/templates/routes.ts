import { families } from '@wend/engine/lifecycle/drafts'
import type { Catalog } from '@wend/nodes/catalog'
import { z } from 'zod'
import { journeyFile } from '../journeys/schemas.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { readTemplates } from './templates.ts'

const template = z
  .object({
    id: z.string(),
    family: z.enum(families),
    name: z.string(),
    about: z.string().meta({ description: 'One sentence: what it does' }),
    events: z.array(z.string()).meta({ description: 'What it listens to' }),
    journey: journeyFile,
  })
  .meta({ id: 'Template' })

/** Journeys that are ready to be taken. */
export function templateRoutes(catalog: Catalog): Route[] {
  let read: ReturnType<typeof readTemplates> | undefined
  return [
    route({
      method: 'get',
      path: '/v1/templates',
      tag: 'Templates',
      summary: 'Journeys that are ready to be taken, by family, in the language of Accept-Language',
      description: 'Keep one as a draft by POST /v1/journeys with its `journey`.',
      caller: 'operator',
      query: noQuery,
      body: noBody,
      answers: {
        200: { description: 'Templates', schema: z.object({ items: z.array(template), next: z.null() }) },
      },
      async handle({ language }) {
        read ??= readTemplates(catalog)
        return { status: 200, body: { items: (await read)[language], next: null } }
      },
    }),
  ]
}
