import {
  deleteComment,
  listThreads,
  mostCommentsOfThread,
  mostThreads,
  openThread,
  reply,
  type Speaker,
  setResolved,
  type Thread,
} from '@wend/engine/together/comments'
import { z } from 'zod'
import type { Access } from '../access/access.ts'
import { Problem } from '../problems.ts'
import { type Answer, noBody, noQuery, type Route, route } from '../route.ts'
import { filterText, listOf, pageQuery } from '../schemas.ts'
import { opening, reply as replyBody, thread } from './schemas.ts'

const tag = 'Comments'
const params = { id: 'The journey' }
const ofThread = { ...params, thread: 'The thread' }
const told = { description: 'The thread', schema: thread }

const speakerOf = ({ session, by }: Access): Speaker => ({ id: session?.operator.id ?? null, name: by })

function said(status: number, made: Thread | undefined): Answer {
  if (!made) throw new Problem('too-many-comments')
  return { status, body: made }
}

export const commentRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/journeys/{id}/comments',
    tag,
    summary: 'What operators say to each other at the journey’s nodes, newest thread first',
    caller: 'operator',
    params,
    query: z.strictObject({
      node: filterText.optional(),
      resolved: z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .optional(),
      ...pageQuery,
    }),
    body: noBody,
    answers: { 200: { description: 'Threads', schema: listOf(thread) } },
    handle: async ({ engine, access, param, query }) => ({
      status: 200,
      body: await listThreads(engine, access.workspace, param('id'), query),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/journeys/{id}/comments',
    tag,
    summary: 'Begin a thread at a node',
    description: `A journey has at most ${mostThreads} threads, each of at most ${mostCommentsOfThread} comments.`,
    caller: 'operator',
    once: true,
    params,
    query: noQuery,
    body: opening,
    answers: { 201: told },
    problems: [409],
    handle: async ({ engine, access, param, body }) =>
      said(201, await openThread(engine, access.workspace, param('id'), { ...body, by: speakerOf(access) })),
  }),
  route({
    method: 'post',
    path: '/v1/journeys/{id}/comments/{thread}/replies',
    tag,
    summary: 'Answer in a thread',
    caller: 'operator',
    once: true,
    params: ofThread,
    query: noQuery,
    body: replyBody,
    answers: { 201: told },
    problems: [409],
    async handle({ engine, access, param, body }) {
      const at = { journey: param('id'), thread: param('thread') }
      return said(201, await reply(engine, access.workspace, at, { ...body, by: speakerOf(access) }))
    },
  }),
  ...(['resolve', 'reopen'] as const).map((act) =>
    route({
      method: 'post',
      path: `/v1/journeys/{id}/comments/{thread}/${act}`,
      tag,
      summary: act === 'resolve' ? 'Say that a thread is dealt with' : 'Open a thread again',
      caller: 'operator',
      params: ofThread,
      query: noQuery,
      body: z.strictObject({}).optional(),
      answers: { 200: told },
      async handle({ engine, access, param }) {
        const at = { journey: param('id'), thread: param('thread') }
        const by = act === 'resolve' ? access.by : null
        return { status: 200, body: await setResolved(engine, access.workspace, at, by) }
      },
    }),
  ),
  route({
    method: 'delete',
    path: '/v1/journeys/{id}/comments/{thread}/replies/{comment}',
    tag,
    summary: 'Take an own comment back; the last one takes its thread along',
    caller: 'operator',
    params: { ...ofThread, comment: 'The comment' },
    query: noQuery,
    body: noBody,
    answers: { 204: { description: 'Gone' } },
    problems: [403],
    async handle({ engine, access, param }) {
      const at = { journey: param('id'), thread: param('thread'), comment: param('comment') }
      if (!(await deleteComment(engine, access.workspace, at, speakerOf(access)))) throw new Problem('not-yours')
      return { status: 204 }
    },
  }),
]
