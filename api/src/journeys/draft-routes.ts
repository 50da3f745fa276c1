import { checkParts } from '@wend/engine/compile/check-parts'
import { maxJourneyBytes } from '@wend/engine/journey/journey'
import {
  createDraft,
  deleteDraft,
  families,
  listJourneys,
  readJourney,
  type StoredJourney,
  saveDraft,
  setFamily,
} from '@wend/engine/lifecycle/drafts'
import { checkDraft } from '@wend/engine/lifecycle/publish'
import { Refused } from '@wend/engine/lifecycle/refused'
import { z } from 'zod'
import { type Answer, noBody, noQuery, type Route, route, type Situation } from '../route.ts'
import { filterText, issueSchema, listOf, pageQuery } from '../schemas.ts'
import { etagOf, revisionOf } from './etag.ts'
import { inFlight, journeyFile, journeyResource, journeyRow, state } from './schemas.ts'

const tag = 'Journeys'
const params = { id: 'The journey' }
const eTag = { ETag: 'Names this state of the draft, for If-Match' }

/** A journey as it is answered, with the ETag of its draft. */
export const resource = (status: number, journey: StoredJourney, headers: Record<string, string> = {}): Answer => ({
  status,
  body: journey,
  headers: { ETag: etagOf(journey.revision), ...headers },
})

/** All that is wrong with a file is told at once, also where some of it has not even the shape. */
const furtherFaults = (file: unknown, { engine, language }: Situation) => checkParts(file, engine.catalog, language)

export const draftRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/journeys',
    tag,
    summary: 'All journeys, newest first',
    caller: 'operator',
    query: z.strictObject({
      search: filterText.optional().meta({ description: 'A part of the name, in any case' }),
      state: state.optional(),
      family: z.enum(families).optional(),
      ...pageQuery,
    }),
    body: noBody,
    answers: { 200: { description: 'Journeys with their totals', schema: listOf(journeyRow) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listJourneys(engine, access.workspace, query),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/journeys',
    tag,
    summary: 'Keep a journey file as a new draft',
    description: 'Refuses only what has not the shape of a journey file; all else is found by check.',
    caller: 'operator',
    once: true,
    query: z.strictObject({ family: z.enum(families).optional().meta({ description: 'What it is for' }) }),
    body: journeyFile,
    mostBytes: maxJourneyBytes,
    further: furtherFaults,
    answers: {
      201: {
        description: 'The draft',
        schema: journeyResource,
        headers: { ...eTag, Location: 'The journey’s address' },
      },
    },
    async handle({ engine, access, body, query }) {
      const made = await createDraft(engine, access.workspace, body, access.by, query.family)
      return resource(201, made, { Location: `/v1/journeys/${made.id}` })
    },
  }),
  route({
    method: 'get',
    path: '/v1/journeys/{id}',
    tag,
    summary: 'One journey with its draft',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'The journey', schema: journeyResource, headers: eTag } },
    handle: async ({ engine, access, param }) =>
      resource(200, await readJourney(engine, access.workspace, param('id'))),
  }),
  route({
    method: 'put',
    path: '/v1/journeys/{id}',
    tag,
    summary: 'Replace the draft',
    caller: 'operator',
    params,
    headers: { 'If-Match': 'The ETag of the draft that is replaced; needed' },
    query: noQuery,
    body: journeyFile,
    mostBytes: maxJourneyBytes,
    further: furtherFaults,
    answers: { 200: { description: 'The journey', schema: journeyResource, headers: eTag } },
    problems: [412, 428],
    async handle({ engine, access, param, body, request }) {
      const revision = revisionOf(request.get('If-Match'))
      if (revision === undefined) {
        await readJourney(engine, access.workspace, param('id'))
        throw new Refused('revision-missing')
      }
      return resource(
        200,
        await saveDraft(engine, access.workspace, param('id'), { file: body, revision, by: access.by }),
      )
    },
  }),
  route({
    method: 'put',
    path: '/v1/journeys/{id}/family',
    tag,
    summary: 'Say what a journey is for',
    caller: 'operator',
    params,
    query: noQuery,
    body: z.strictObject({ family: z.enum(families).nullable() }).meta({ id: 'JourneyFamily' }),
    answers: { 204: { description: 'Said; the draft and its ETag stay as they are' } },
    async handle({ engine, access, param, body }) {
      await setFamily(engine, access.workspace, param('id'), body.family)
      return { status: 204 }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/journeys/{id}',
    tag,
    summary: 'Remove a journey that was never published',
    caller: 'operator',
    params,
    query: z.strictObject({
      untouchedBut: z.uuid().optional().meta({
        description: 'Only if nothing was ever drawn, saved or said, and no page but this one has it open; else 409',
      }),
    }),
    body: noBody,
    answers: { 204: { description: 'Removed' } },
    problems: [409],
    async handle({ engine, access, param, query }) {
      await deleteDraft(engine, access.workspace, param('id'), query.untouchedBut)
      return { status: 204 }
    },
  }),
  route({
    method: 'post',
    path: '/v1/journeys/{id}/check',
    tag,
    summary: 'Everything that stands against publishing the draft',
    caller: 'operator',
    params,
    query: noQuery,
    body: inFlight
      .extend({ draft: journeyFile.optional().meta({ description: 'Checked in place of the draft, and not kept' }) })
      .optional(),
    mostBytes: maxJourneyBytes,
    answers: {
      200: {
        description: 'All issues at once',
        schema: z.object({ issues: z.array(issueSchema) }).meta({ id: 'Check' }),
      },
    },
    handle: async ({ engine, access, param, body, language }) => ({
      status: 200,
      body: {
        issues: await checkDraft(engine, access.workspace, param('id'), {
          inFlight: { inFlight: body?.inFlight ?? 'finish', removed: body?.removed ?? {} },
          file: body?.draft,
          language,
        }),
      },
    }),
  }),
]
