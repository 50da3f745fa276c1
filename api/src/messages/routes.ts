import type { Channels } from '@wend/engine/channels/create-channels'
import { previewNode } from '@wend/engine/messages/preview'
import { mostTests, sendTest } from '@wend/engine/messages/test-send'
import { listMessages, messageKinds } from '@wend/engine/reads/messages'
import { listTestMessages } from '@wend/engine/reads/test-messages'
import { z } from 'zod'
import { issue, Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { listOf, pageQuery } from '../schemas.ts'
import { touchFilter } from '../touches/routes.ts'
import { message, preview, previewBody, testBody, tested, testMessage } from './schemas.ts'

const tag = 'Messages'
/** A body may be as long as a journey file's text fields allow. */
const mostBytes = 1_500_000

/** Messages before anybody gets them: looked at, and sent to their author. */
export const messageRoutes = (channels: Channels): Route[] => [
  route({
    method: 'post',
    path: '/v1/messages/preview',
    tag,
    summary: 'What a node would send or change, for a customer and a past event',
    description:
      'Rendered by the code that sends; nothing is written. A config that cannot be sent is answered by its issues. Links to ' +
      'unsubscribe lead nowhere here.',
    caller: 'operator',
    query: noQuery,
    body: previewBody,
    mostBytes,
    answers: { 200: { description: 'The preview', schema: preview } },
    problems: [404],
    handle: async ({ engine, access, body, language }) => ({
      status: 200,
      body: await previewNode(engine, channels, access.workspace, body, language),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/messages/test',
    tag,
    summary: 'Send what a node would send, as a test',
    description: `Really goes through the channel, once, marked as a test. It is no touch: nothing counts it and no enrollment moves. At most ${mostTests} a minute.`,
    caller: 'operator',
    once: true,
    query: noQuery,
    body: testBody,
    mostBytes,
    answers: { 201: { description: 'What came of it; `GET /v1/messages/tests` shows it', schema: tested } },
    problems: [404, 422, 429],
    async handle({ engine, access, body, language }) {
      const came = await sendTest(engine, channels, access.workspace, { ...body, by: access.by }, language)
      if (came.came === 'too-many') throw new Problem('too-many-tests', [], 60)
      if (came.came === 'unfit') throw new Problem('nothing-to-send', came.issues)
      if (came.came === 'blocked')
        throw new Problem('nothing-to-send', [
          issue(came.reason === 'no-address' ? 'no-test-address' : 'test-blocked', '/to', language, came.reason),
        ])
      const { came: _sent, ...answer } = came
      return { status: 201, body: answer }
    },
  }),
  route({
    method: 'get',
    path: '/v1/messages/tests',
    tag,
    summary: 'What was sent as a test, newest first; kept for 30 days',
    caller: 'operator',
    query: z.strictObject(pageQuery),
    body: noBody,
    answers: { 200: { description: 'Tests', schema: listOf(testMessage) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listTestMessages(engine, access.workspace, query),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/messages',
    tag,
    summary: 'Everything sent or held back, and what was sent as a test, newest first',
    caller: 'operator',
    query: z.strictObject({ kind: z.enum(messageKinds).optional(), ...touchFilter, ...pageQuery }),
    body: noBody,
    answers: { 200: { description: 'Messages', schema: listOf(message) } },
    handle: async ({ engine, access, query }) => ({
      status: 200,
      body: await listMessages(engine, access.workspace, query),
    }),
  }),
]
