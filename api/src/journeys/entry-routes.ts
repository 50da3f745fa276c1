import { endReasons } from '@wend/engine/lifecycle/counts'
import { whyNot, whyNotEntered } from '@wend/engine/reads/why-not-entered'
import { operators } from '@wend/nodes/sdk/rule'
import { z } from 'zod'
import { noBody, type Route, route } from '../route.ts'
import { filterText, instant } from '../schemas.ts'
import { state } from './schemas.ts'

const condition = z.object({
  node: z.string(),
  combinator: z.enum(['and', 'or']),
  not: z.boolean(),
  leaves: z.array(
    z.object({
      leaf: z.object({
        field: z.string(),
        operator: z.enum(operators),
        value: z.unknown().optional(),
        valueSource: z.enum(['value', 'field']).optional(),
      }),
      holds: z.boolean(),
      saw: z.unknown().meta({ description: 'The value that was found; null: none' }),
    }),
  ),
})

const answer = z
  .object({
    why: z.enum(whyNot).meta({ description: 'What stands first against it; `nothing`: nothing that is still known' }),
    state,
    version: z.int().nullable(),
    events: z.array(z.string()).meta({ description: 'What lets customers in' }),
    byApi: z.boolean().meta({ description: 'Customers may be let in by API, too' }),
    event: z
      .object({ name: z.string(), at: instant, receivedAt: instant })
      .nullable()
      .meta({ description: 'The newest of these events that she sent' }),
    stood: z
      .object({ state: z.enum(['live', 'paused', 'stopped']), since: instant, version: z.int() })
      .nullable()
      .meta({ description: 'How the journey stood as it came; null: it was not published' }),
    enrollment: z
      .object({
        id: z.uuid(),
        version: z.int(),
        node: z.string(),
        enteredAt: instant,
        endedAt: instant.nullable(),
        reason: z.enum(endReasons).nullable(),
      })
      .nullable()
      .meta({ description: 'What she is in, what the event began, or what stands against another' }),
    until: instant.nullable().meta({ description: 'When she may enter again' }),
    key: z.string().nullable().meta({ description: 'The field that the re-entry rule goes by' }),
    conditions: z.array(condition).meta({ description: 'The entries’ rules, condition by condition' }),
    byToday: z.boolean().meta({ description: 'Judged by her attributes of today: those of then are not kept' }),
    others: z
      .array(z.object({ name: z.string(), times: z.int(), at: instant }))
      .meta({ description: 'What she sent instead, among her newest 500 events' }),
    anonymous: z
      .object({ customer: z.string(), name: z.string(), at: instant })
      .nullable()
      .meta({ description: 'It came under an anonymous id of hers, which is a customer of its own' }),
  })
  .meta({ id: 'WhyNotEntered' })

export const entryRoutes: Route[] = [
  route({
    method: 'get',
    path: '/v1/journeys/{id}/why-not-entered',
    tag: 'Journeys',
    summary: 'Why a customer is not in a journey',
    description:
      'Judges the newest event that could have let her in once more, by the rules that decide entry and as of when it came, and says what ' +
      'stands first against it. Changes nothing.',
    caller: 'operator',
    params: { id: 'The journey' },
    query: z.strictObject({ customer: filterText.meta({ description: 'Her id' }) }),
    body: noBody,
    answers: { 200: { description: 'Why not', schema: answer } },
    handle: async ({ engine, access, param, query }) => ({
      status: 200,
      body: toAnswer(await whyNotEntered(engine, access.workspace, param('id'), query.customer)),
    }),
  }),
]

/** Without what only the engine looks at. */
function toAnswer({ event, stood, enrollment, ...rest }: Awaited<ReturnType<typeof whyNotEntered>>) {
  return {
    ...rest,
    event: event && { name: event.name, at: event.at, receivedAt: event.receivedAt },
    stood: stood && { state: stood.state, since: stood.since, version: stood.version },
    enrollment: enrollment && {
      id: enrollment.id,
      version: enrollment.version,
      node: enrollment.node,
      enteredAt: enrollment.enteredAt,
      endedAt: enrollment.endedAt,
      reason: enrollment.reason,
    },
  }
}
