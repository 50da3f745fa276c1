import { eraseCustomer } from '@wend/engine/changes/erase'
import { listCustomers, readCustomer } from '@wend/engine/reads/customers'
import { isReadable } from '@wend/engine/reads/readable'
import { readTimeline, timelineItem } from '@wend/engine/reads/timeline'
import { jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { filterText, instant, listOf, pageQuery } from '../schemas.ts'

const tag = 'Customers'
const params = { id: 'The customer’s user id as sent, else her anonymous id' }

const listed = { id: z.string(), createdAt: instant, attributes: jsonObject }
const customerRow = z.object(listed).meta({ id: 'CustomerRow' })
const customer = z
  .object({
    ...listed,
    ids: z.array(z.object({ kind: z.enum(['user', 'anonymous']), value: z.string() })),
    consents: z.record(z.string(), z.boolean()).meta({ description: 'By channel; one that is absent is allowed' }),
    journeys: z
      .array(
        z.object({
          journey: z.uuid(),
          name: z.string(),
          enrollment: z.uuid(),
          version: z.int(),
          state: z.string(),
          node: z.string(),
          enteredAt: instant,
          dueAt: instant,
        }),
      )
      .meta({ description: 'Where she is now' }),
  })
  .meta({ id: 'Customer' })

export const customerRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/customers',
    tag,
    summary: 'Customers, newest first',
    caller: 'operator',
    query: z.strictObject({
      search: filterText.optional().meta({ description: 'The beginning of an id, a name or an e-mail address' }),
      ...pageQuery,
    }),
    body: noBody,
    answers: { 200: { description: 'Customers', schema: listOf(customerRow) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listCustomers(engine, access.workspace, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/customers/{id}',
    tag,
    summary: 'One customer: attributes, ids, consents, journeys',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'The customer', schema: customer } },
    handle: async ({ engine, access, param }) => ({
      status: 200,
      body: await readCustomer(engine, access.workspace, param('id')),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/customers/{id}/timeline',
    tag,
    summary: 'What she did, where she was, what reached her; newest first',
    caller: 'operator',
    params,
    query: z.strictObject(pageQuery),
    body: noBody,
    answers: { 200: { description: 'The timeline', schema: listOf(timelineItem) } },
    handle: async ({ engine, access, param, query }) => ({
      status: 200,
      body: await readTimeline(engine, access.workspace, param('id'), query),
    }),
  }),
  route({
    method: 'delete',
    path: '/v1/customers/{id}',
    tag,
    summary: 'Erase a customer everywhere',
    description:
      'With the anonymous ids that are hers: attributes, consents, events, journeys, touches, caught mail, and messages set aside ' +
      'that name her; comments are kept without her ids and addresses. Counts keep their totals, and messages taken before stay refused when they are sent again. What comes ' +
      'later under her ids makes a new customer. A touch on its way at this moment is forgotten within two minutes.',
    caller: 'operator',
    params,
    query: noQuery,
    body: noBody,
    answers: { 204: { description: 'Nobody is known by these ids' } },
    async handle({ engine, access, param }) {
      const id = param('id')
      if (!isReadable(id) || !(await eraseCustomer(engine, access.workspace, id, access.by)))
        throw new Problem('not-found')
      return { status: 204 }
    },
  }),
]
