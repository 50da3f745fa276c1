import { readJourney } from '@wend/engine/lifecycle/drafts'
import { listOperators } from '@wend/engine/reads/operators'
import { hereSeconds, readTogether, sayHere, sayLeft } from '@wend/engine/together/presence'
import { z } from 'zod'
import type { Feeds } from '../feeds.ts'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route, type Situation, streamed } from '../route.ts'
import { listOf, pageQuery } from '../schemas.ts'
import { operator, together } from './schemas.ts'

const tag = 'Together'
const params = { id: 'The journey' }
const ofPage = { ...params, page: 'A uuid that the page has given itself' }

/** The person who calls; an API key is not here as anybody. Throws `not-found`, `wrong-key`. */
async function personOf({ engine, access, param }: Situation): Promise<string> {
  if (access.session) return access.session.operator.id
  await readJourney(engine, access.workspace, param('id'))
  throw new Problem('wrong-key')
}

export const presenceRoutes = (feeds: Feeds): Route[] => [
  route({
    method: 'get',
    path: '/v1/operators',
    tag,
    summary: 'The operators of the workspace, by name',
    caller: 'operator',
    query: z.strictObject(pageQuery),
    body: noBody,
    answers: { 200: { description: 'Operators', schema: listOf(operator) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listOperators(engine, access.workspace, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/journeys/{id}/together',
    tag,
    summary: 'Who has the journey open, and whether there is news of it',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'As it is now', schema: together } },
    handle: async ({ engine, access, param }) => ({
      status: 200,
      body: await readTogether(engine, access.workspace, param('id')),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/journeys/{id}/together/stream',
    tag,
    summary: 'The same as server-sent events',
    description:
      'Events `here`, `comments` and `journey`, each at once and again whenever it has changed, looked at every second by ' +
      'every process: who is here is kept in Postgres, so any number of them agree. `beat` comes every 15 seconds; after ' +
      'five minutes the stream ends and may be opened again.',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'Events', schema: together, type: 'text/event-stream' } },
    problems: [406],
    handle: (call) => {
      const { engine, access, param } = call
      const id = param('id').toLowerCase()
      const look = async () => ({ ...(await readTogether(engine, access.workspace, id)) })
      return streamed(call, feeds, { name: `together ${access.workspace} ${id}`, look })
    },
  }),
  route({
    method: 'put',
    path: '/v1/journeys/{id}/presence/{page}',
    tag,
    summary: 'Say that a person’s page shows the journey',
    description: `To be said every ten seconds; forgotten after ${hereSeconds}. Of a journey, 100 pages are told of at most.`,
    caller: 'operator',
    params: ofPage,
    query: noQuery,
    body: z.strictObject({ node: z.string().max(80).nullable() }),
    answers: { 204: { description: 'Here' } },
    problems: [403],
    async handle(call) {
      const { engine, access, param, body } = call
      const here = { page: param('page'), operator: await personOf(call), node: body.node }
      await sayHere(engine, access.workspace, param('id'), here)
      return { status: 204 }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/journeys/{id}/presence/{page}',
    tag,
    summary: 'Say that a page has left',
    caller: 'operator',
    params: ofPage,
    query: noQuery,
    body: noBody,
    answers: { 204: { description: 'Left' } },
    problems: [403],
    async handle(call) {
      const { engine, access, param } = call
      await sayLeft(engine, access.workspace, param('id'), { page: param('page'), operator: await personOf(call) })
      return { status: 204 }
    },
  }),
]
