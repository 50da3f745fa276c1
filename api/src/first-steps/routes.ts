import { takeMessages } from '@wend/engine/changes/take-messages'
import { hideFirstSteps, nextDemo, readFirstSteps } from '@wend/engine/lifecycle/first-steps'
import { z } from 'zod'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { checkedMessages } from './checked-messages.ts'
import { demoMessages } from './demo.ts'

const tag = 'First steps'

const steps = z
  .object({
    events: z.boolean().meta({ description: 'Something has arrived' }),
    taken: z.boolean().meta({ description: 'Somebody has taken a template, or published a journey' }),
    draft: z.uuid().nullable().meta({ description: 'The newest draft' }),
    published: z.uuid().nullable().meta({ description: 'The newest journey that was published' }),
    moved: z
      .object({ journey: z.uuid(), customer: z.string() })
      .nullable()
      .meta({ description: 'Somebody who entered a journey' }),
    hidden: z.boolean().meta({ description: 'Somebody has put them away' }),
  })
  .meta({ id: 'FirstSteps' })

/** How far a workspace has come, and demo data to come further. */
export const firstStepRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/first-steps',
    tag,
    summary: 'How far this workspace has come: read from what is there',
    caller: 'operator',
    query: noQuery,
    body: noBody,
    answers: { 200: { description: 'The first steps', schema: steps } },
    handle: async ({ engine, access }) => ({ status: 200, body: await readFirstSteps(engine, access.workspace) }),
  }),
  route({
    method: 'put',
    path: '/v1/first-steps',
    tag,
    summary: 'Put the first steps away, or bring them back',
    caller: 'operator',
    query: noQuery,
    body: z.strictObject({ hidden: z.boolean() }).meta({ id: 'FirstStepsHidden' }),
    answers: { 204: { description: 'Done' } },
    async handle({ engine, access, body }) {
      await hideFirstSteps(engine, access.workspace, body.hidden)
      return { status: 204 }
    },
  }),
  route({
    method: 'post',
    path: '/v1/first-steps/demo',
    tag,
    summary: 'Take what eight customers of a shop did in the last minute',
    description:
      'Invented customers, `demo-…`, fresh each time, at most 50 times. Their messages are checked and taken as those of ' +
      '/v1/batch are: they enter live journeys.',
    caller: 'operator',
    query: noQuery,
    body: noBody,
    answers: {
      200: {
        description: 'How many were taken',
        schema: z.object({ customers: z.int(), events: z.int() }).meta({ id: 'Demo' }),
      },
    },
    problems: [429],
    async handle({ engine, access, language }) {
      const nth = await nextDemo(engine, access.workspace)
      if (nth === undefined) throw new Problem('enough-demos')
      const nowMs = Date.now()
      const messages = checkedMessages(await demoMessages(nth, language, nowMs), language, nowMs)
      const { accepted } = await takeMessages(engine, access.workspace, messages, { silent: false })
      const customers = new Set(messages.map(({ userId }) => userId)).size
      return { status: 200, body: { customers, events: accepted - customers } }
    },
  }),
]
