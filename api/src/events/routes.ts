import { listEventNames, readAttributes, readEventName } from '@wend/engine/reads/events'
import { listRejected } from '@wend/engine/reads/rejected'
import { seenPlace } from '@wend/engine/reads/seen'
import { z } from 'zod'
import { retold } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { filterText, instant, issueSchema, listOf, pageQuery } from '../schemas.ts'

const rejectedMessage = z
  .object({
    id: z.string(),
    at: instant,
    message: z.string().meta({ description: 'As received, as JSON text' }),
    issues: z.array(issueSchema),
  })
  .meta({ id: 'RejectedMessage' })

const seen = seenPlace.meta({
  id: 'SeenPlace',
  description: 'A place in what was sent, as rules name it: how many had it, of which kinds, and some of its values',
})
const volume = {
  total: z.int().meta({ description: 'Since names are noted' }),
  day: z.int().meta({ description: 'In the last 24 hours, by whole hours' }),
  week: z.int().meta({ description: 'In the last 7 days, by whole hours' }),
}
const eventVolume = z
  .object({ name: z.string(), ...volume, firstAt: instant, lastAt: instant })
  .meta({ id: 'EventVolume' })
const seenEvent = z
  .object({
    ...volume,
    firstAt: instant.nullable(),
    lastAt: instant.nullable(),
    looked: z.int().meta({ description: 'How many of the newest were looked at for what follows' }),
    properties: z.array(seen),
    recent: z.array(z.object({ customer: z.string(), at: instant })).meta({ description: 'Who did it lately' }),
  })
  .meta({ id: 'SeenEvent' })

export const eventRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/events/names',
    tag: 'Events',
    summary: 'The events that arrive, by name',
    description: 'At most 2,000 names are kept: those heard last.',
    caller: 'operator',
    query: z.strictObject({
      search: filterText.optional().meta({ description: 'A text that the name holds, in any case' }),
      within: z
        .enum(['day', 'week'])
        .optional()
        .meta({ description: 'Only what arrived in the last 24 hours or 7 days' }),
      ...pageQuery,
    }),
    body: noBody,
    answers: { 200: { description: 'Those with most in the last 7 days first', schema: listOf(eventVolume) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listEventNames(engine, access.workspace, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/events/seen',
    tag: 'Events',
    summary: 'One event: how often it arrives, with which properties, and from whom',
    caller: 'operator',
    query: z.strictObject({ name: filterText.meta({ description: 'The event’s name' }) }),
    body: noBody,
    answers: { 200: { description: 'What is known of it; nothing of one that never arrived', schema: seenEvent } },
    handle: async ({ engine, access, query: { name } }) => ({
      status: 200,
      body: await readEventName(engine, access.workspace, name),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/attributes',
    tag: 'Customers',
    summary: 'The attributes that customers have, with values',
    description: 'Of the newest 200 customers.',
    caller: 'operator',
    query: noQuery,
    body: noBody,
    answers: {
      200: {
        description: 'Those that most have first',
        schema: z.object({
          looked: z.int().meta({ description: 'How many customers were looked at' }),
          attributes: z.array(seen),
        }),
      },
    },
    handle: async ({ engine, access }) => ({ status: 200, body: await readAttributes(engine, access.workspace) }),
  }),
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
