import { listTouches, readTouch, soughtStates, touchStates } from '@wend/engine/reads/touches'
import { jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { filterText, instant, listOf, pageQuery } from '../schemas.ts'

const tag = 'Touches'

const touch = z
  .object({
    id: z.string().meta({ description: 'The visit’s id, `<enrollment>.<visit>`: the key of its effect' }),
    at: instant,
    updatedAt: instant,
    customer: z.string(),
    customerName: z.string().optional().meta({ description: 'Her name or e-mail address, where one is known' }),
    journey: z.uuid(),
    journeyName: z.string(),
    node: z.string(),
    enrollment: z.uuid(),
    version: z.int().meta({ description: 'The version of the journey that it was sent by' }),
    visit: z.string(),
    channel: z.string(),
    state: z.enum(touchStates),
    reason: z.string().optional(),
    content: jsonObject.meta({ description: 'As rendered once and sent at every attempt' }),
    attempts: z.int(),
    keptHere: z.boolean().meta({ description: 'Caught by the local outbox: nobody outside got it' }),
    openedAt: instant.optional().meta({ description: 'When she opened it first, as far as its channel tells' }),
    clickedAt: instant.optional().meta({ description: 'When she first followed a link in it' }),
  })
  .meta({ id: 'Touch' })

/** Which touches are wanted: those that fit all that is given. */
export const touchFilter = {
  customer: filterText.optional(),
  journey: filterText.optional(),
  node: filterText.optional(),
  channel: filterText.optional(),
  state: z
    .enum(soughtStates)
    .meta({ description: 'How far it came; `opened` and `clicked` as far as its channel tells' })
    .optional(),
}

export const touchRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/touches',
    tag,
    summary: 'Everything sent or held back, newest first',
    caller: 'operator',
    query: z.strictObject({ ...touchFilter, ...pageQuery }),
    body: noBody,
    answers: { 200: { description: 'Touches', schema: listOf(touch) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listTouches(engine, access.workspace, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/touches/{id}',
    tag,
    summary: 'One touch',
    caller: 'operator',
    params: { id: 'The touch, `<enrollment>.<visit>`' },
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'The touch', schema: touch } },
    handle: async ({ engine, access, param }) => ({
      status: 200,
      body: await readTouch(engine, access.workspace, param('id')),
    }),
  }),
]
