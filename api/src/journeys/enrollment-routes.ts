import { randomUUID } from 'node:crypto'
import { enroll } from '@wend/engine/changes/enroll'
import { endReasons } from '@wend/engine/lifecycle/counts'
import { readJourney } from '@wend/engine/lifecycle/drafts'
import { enrollmentStates, listEnrollments } from '@wend/engine/reads/enrollments'
import type { Language } from '@wend/nodes/sdk/issue'
import { jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { mostMessageBytes } from '../events/message.ts'
import { idempotencyKeyOf } from '../idempotency.ts'
import { issue, Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { filterText, listOf, pageQuery } from '../schemas.ts'
import { periodOf, periodQuery } from './period.ts'
import { enrollmentSchema } from './schemas.ts'

const tag = 'Journeys'
const params = { id: 'The journey' }

const entry = z
  .strictObject({
    customers: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(10_000)
      .meta({ description: 'Customers by id; an id that nobody has becomes a new customer' }),
    properties: jsonObject.default({}).meta({
      description: 'What the journey sees as the entry’s properties: at most 32,000 bytes, and 20 MB for all customers',
    }),
  })
  .meta({ id: 'Entry' })

/** Each customer keeps the properties: so many bytes of them are kept by one request at most. */
const mostKeptBytes = 20_000_000

/** Throws `too-large`. */
function refuseTooMuch({ customers, properties }: z.output<typeof entry>, language: Language): void {
  const bytes = Buffer.byteLength(JSON.stringify(properties))
  const code =
    bytes > mostMessageBytes
      ? 'properties-too-large'
      : bytes * customers.length > mostKeptBytes
        ? 'too-much-together'
        : undefined
  if (code) throw new Problem('too-large', [issue(code, '/properties', language)])
}

const entryAnswer = z
  .object({
    items: z.array(
      z.object({
        customer: z.string(),
        entered: z.boolean(),
        reason: z.string().optional().meta({
          description:
            'Why not: not-live, paused, no-entry, unknown-property, already-inside, entered-before, too-soon, no-key, repeated',
        }),
        enrollment: z.uuid().optional(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: 'EntryAnswer' })

export const enrollmentRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/journeys/{id}/enrollments',
    tag,
    summary: 'The customers behind a number',
    description:
      '`node` is where they stand or ended. With `outlet`, or a state of visits (`passed`, `failed`, `blocked`, `delivered`, `in-doubt`), it is ' +
      'the node that was visited, and each line is one visit. With `from` and `to`: whose visit was left on those days; with `reason` or ' +
      'the state `ended`, who ended then; else who entered then.',
    caller: 'operator',
    params,
    query: z.strictObject({
      node: filterText.optional(),
      state: z.enum(enrollmentStates).optional(),
      outlet: filterText.optional(),
      reason: z.enum(endReasons).optional(),
      ...periodQuery,
      ...pageQuery,
    }),
    body: noBody,
    answers: { 200: { description: 'Newest first', schema: listOf(enrollmentSchema) } },
    handle: async ({ engine, access, param, query: { from, to, ...query }, language }) => ({
      status: 200,
      body: await listEnrollments(engine, access.workspace, param('id'), {
        ...query,
        period: periodOf({ from, to }, language),
      }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/journeys/{id}/enrollments',
    tag,
    summary: 'Let customers in by API',
    caller: 'operator',
    once: true,
    params,
    query: noQuery,
    body: entry,
    answers: { 200: { description: 'For each customer whether she entered, and why not', schema: entryAnswer } },
    async handle({ engine, access, param, body, request, language }) {
      const { id, state } = await readJourney(engine, access.workspace, param('id'))
      refuseTooMuch(body, language)
      const key = idempotencyKeyOf(request, language) ?? randomUUID()
      const entered = await enroll(engine, access.workspace, id, { ...body, key })
      // The engine lets in by what is live and knows no more than that of a paused journey.
      const items = entered.map((each) =>
        each.reason === 'not-live' && state === 'paused' ? { ...each, reason: 'paused' } : each,
      )
      return { status: 200, body: { items, next: null } }
    },
  }),
]
