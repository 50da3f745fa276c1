import { countJourney } from '@wend/engine/lifecycle/counts'
import { z } from 'zod'
import type { Feeds } from '../feeds.ts'
import { noBody, noQuery, type Route, route, streamed } from '../route.ts'
import { periodOf, periodQuery } from './period.ts'
import { countsSchema } from './schemas.ts'

const tag = 'Journeys'
const params = { id: 'The journey' }

export const countRoutes = (feeds: Feeds): Route[] => [
  route({
    method: 'get',
    path: '/v1/journeys/{id}/counts',
    tag,
    summary: 'The numbers on the journey, its nodes and outlets',
    description:
      'Of all time, or of what happened from one day to another, both included; `active` and `here` are always of now. A day is ' +
      'UTC and takes up what happened as it is rolled up, some seconds later. Days are kept for 400 days; of those before a ' +
      'release that keeps all numbers by day only entries and goals are known.',
    caller: 'operator',
    params,
    query: z.strictObject(periodQuery),
    body: noBody,
    answers: { 200: { description: 'Counts', schema: countsSchema } },
    handle: async ({ engine, access, param, query, language }) => ({
      status: 200,
      body: await countJourney(engine, access.workspace, param('id'), periodOf(query, language)),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/journeys/{id}/counts/stream',
    tag,
    summary: 'The counts as server-sent events',
    description:
      'An event `counts` at once, and again whenever a number has changed; looked at every second. Each holds ' +
      'all counts, so that whoever comes back has caught up. `beat` comes every 15 seconds; after five minutes the stream ' +
      'ends and may be opened again.',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'Events `counts`', schema: countsSchema, type: 'text/event-stream' } },
    problems: [406],
    handle: (call) => {
      const { engine, access, param } = call
      const id = param('id').toLowerCase()
      const look = async () => ({ counts: await countJourney(engine, access.workspace, id) })
      return streamed(call, feeds, { name: `counts ${access.workspace} ${id}`, look })
    },
  }),
]
