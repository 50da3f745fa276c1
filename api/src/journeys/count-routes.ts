import { countJourney } from '@wend/engine/lifecycle/counts'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import type { CountFeeds } from './count-feeds.ts'
import { countsSchema } from './schemas.ts'

const tag = 'Journeys'
const params = { id: 'The journey' }

export const countRoutes = (feeds: CountFeeds): Route[] => [
  route({
    method: 'get',
    path: '/v1/journeys/{id}/counts',
    tag,
    summary: 'The numbers on the journey, its nodes and outlets',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'Counts', schema: countsSchema } },
    handle: async ({ engine, access, param }) => ({
      status: 200,
      body: await countJourney(engine, access.workspace, param('id')),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/journeys/{id}/counts/stream',
    tag,
    summary: 'The counts as server-sent events',
    description: 'An event `counts` at once, and again whenever a number has changed; looked at every second.',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'Events `counts`', schema: countsSchema, type: 'text/event-stream' } },
    problems: [406],
    async handle({ engine, access, param, request, response }) {
      if (!/\btext\/event-stream\b/i.test(request.get('Accept') ?? '')) throw new Problem('not-acceptable')
      const first = await countJourney(engine, access.workspace, param('id'))
      // Who asks for the headers alone is not kept waiting for an end.
      if (request.method === 'HEAD') return { status: 200, headers: { 'Content-Type': 'text/event-stream' } }
      feeds.open(access.workspace, param('id').toLowerCase(), first, response)
      return undefined
    },
  }),
]
