import { readJourney } from '@wend/engine/lifecycle/drafts'
import { publishJourney } from '@wend/engine/lifecycle/publish'
import { Refused } from '@wend/engine/lifecycle/refused'
import { pauseJourney, resumeJourney, stopJourney } from '@wend/engine/lifecycle/transitions'
import { listVersions, readVersion } from '@wend/engine/lifecycle/versions'
import { z } from 'zod'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { listOf, pageQuery } from '../schemas.ts'
import { resource } from './draft-routes.ts'
import { revisionOf } from './etag.ts'
import { inFlight, journeyResource, listedVersion, versionSchema, versionWithGraph } from './schemas.ts'

const tag = 'Journeys'
const params = { id: 'The journey' }
const changed = { 200: { description: 'The journey in its new state', schema: journeyResource } }

export const lifecycleRoutes: Route[] = [
  route({
    method: 'post',
    path: '/v1/journeys/{id}/publish',
    tag,
    summary: 'Make the draft the version that customers enter',
    description: 'Customers inside finish on theirs. Revives a stopped journey; a paused one stays paused.',
    caller: 'operator',
    once: true,
    params,
    headers: { 'If-Match': 'The ETag of the draft that is meant; may be left out for a first version' },
    query: noQuery,
    body: inFlight.optional(),
    answers: {
      201: { description: 'The version', schema: versionSchema, headers: { Location: 'The version’s address' } },
    },
    problems: [412, 428],
    async handle({ engine, access, param, body, language, request }) {
      const version = await publishJourney(engine, access.workspace, param('id'), {
        revision: revisionOf(request.get('If-Match')),
        inFlight: body ?? { inFlight: 'finish', removed: {} },
        by: access.by,
        language,
      })
      const address = `/v1/journeys/${version.journey}/versions/${version.number}`
      return { status: 201, body: version, headers: { Location: address } }
    },
  }),
  route({
    method: 'get',
    path: '/v1/journeys/{id}/versions',
    tag,
    summary: 'The published versions, newest first',
    caller: 'operator',
    params,
    query: z.strictObject({
      ...pageQuery,
      inside: z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .default(false)
        .meta({ description: 'Only those that customers are inside' }),
    }),
    body: noBody,
    answers: { 200: { description: 'Versions', schema: listOf(listedVersion) } },
    handle: async ({ engine, access, param, query }) => ({
      status: 200,
      body: await listVersions(engine, access.workspace, param('id'), query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/journeys/{id}/versions/{number}',
    tag,
    summary: 'One version with the journey file that was published',
    caller: 'operator',
    params: { ...params, number: 'The version’s number' },
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'The version', schema: versionWithGraph } },
    async handle({ engine, access, param }) {
      if (!/^[1-9]\d{0,8}$/.test(param('number'))) throw new Refused('not-found')
      const version = await readVersion(engine, access.workspace, param('id'), Number(param('number')))
      return { status: 200, body: version }
    },
  }),
  route({
    method: 'post',
    path: '/v1/journeys/{id}/pause',
    tag,
    summary: 'Let nobody in and reach nobody',
    description: '`hold`: customers inside wait at their next touch. `discard`: all of them leave.',
    caller: 'operator',
    once: true,
    params,
    query: noQuery,
    body: z.strictObject({ mode: z.enum(['hold', 'discard']).default('hold') }).default({ mode: 'hold' }),
    answers: changed,
    problems: [409],
    async handle({ engine, access, param, body }) {
      await pauseJourney(engine, access.workspace, param('id'), body.mode)
      return resource(200, await readJourney(engine, access.workspace, param('id')))
    },
  }),
  route({
    method: 'post',
    path: '/v1/journeys/{id}/resume',
    tag,
    summary: 'Let customers in again, and those held go on',
    caller: 'operator',
    once: true,
    params,
    query: noQuery,
    body: z.strictObject({}).optional(),
    answers: changed,
    problems: [409],
    async handle({ engine, access, param }) {
      await resumeJourney(engine, access.workspace, param('id'))
      return resource(200, await readJourney(engine, access.workspace, param('id')))
    },
  }),
  route({
    method: 'post',
    path: '/v1/journeys/{id}/stop',
    tag,
    summary: 'End the journey and everybody inside, at once',
    caller: 'operator',
    once: true,
    params,
    query: noQuery,
    body: z.strictObject({}).optional(),
    answers: changed,
    problems: [409],
    async handle({ engine, access, param }) {
      await stopJourney(engine, access.workspace, param('id'))
      return resource(200, await readJourney(engine, access.workspace, param('id')))
    },
  }),
]
