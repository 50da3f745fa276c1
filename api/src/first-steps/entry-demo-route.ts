import { randomUUID } from 'node:crypto'
import { enroll } from '@wend/engine/changes/enroll'
import { takeMessages } from '@wend/engine/changes/take-messages'
import type { Engine } from '@wend/engine/engine'
import type { Plan } from '@wend/engine/journey/plan'
import { countEntered, nextDemo } from '@wend/engine/lifecycle/first-steps'
import { readLivePlan } from '@wend/engine/lifecycle/live-plan'
import { readEventName } from '@wend/engine/reads/events'
import type { SeenPlace } from '@wend/engine/reads/seen'
import { z } from 'zod'
import { Problem } from '../problems.ts'
import { noBody, noQuery, type Route, route } from '../route.ts'
import { checkedMessages } from './checked-messages.ts'
import { entryDemo, mostEntries } from './entry-demo.ts'

export const entryDemoRoute: Route = route({
  method: 'post',
  path: '/v1/journeys/{id}/demo',
  tag: 'First steps',
  summary: 'Let a few demo customers into a live journey',
  description:
    'Invented customers, `demo-…`, with addresses at example.com, do what its entries ask for: by properties that were received and by ' +
    'the values of the entry’s own rule. They enter this and every other live journey as real ones would. Counts among the ' +
    '50 times of /v1/first-steps/demo.',
  caller: 'operator',
  params: { id: 'The journey' },
  query: noQuery,
  body: noBody,
  answers: {
    200: {
      description: 'How many were made, and how many of them entered',
      schema: z
        .object({
          customers: z.int(),
          entered: z.int(),
          unmet: z.array(z.string()).meta({ description: 'Entries whose rule could not be met by invented values' }),
        })
        .meta({ id: 'JourneyDemo' }),
    },
  },
  problems: [409, 429],
  async handle({ engine, access: { workspace }, param, language }) {
    const { state, plan } = await readLivePlan(engine, engine.pool, workspace, param('id'))
    if (state !== 'live' || !plan) throw new Problem('wrong-state')
    const seen = await seenOf(engine, workspace, plan)
    const nowMs = Date.now()
    if (entryDemo(plan, seen, { nth: 0, language, nowMs }).users.length === 0) throw new Problem('demo-unmet')
    const nth = await nextDemo(engine, workspace)
    if (nth === undefined) throw new Problem('enough-demos')
    const { users, messages, asked, unmet } = entryDemo(plan, seen, { nth, language, nowMs })
    await takeMessages(engine, workspace, checkedMessages(messages, language, nowMs), { silent: false })
    if (asked)
      await enroll(engine, workspace, param('id'), {
        customers: asked.users,
        properties: asked.properties,
        key: randomUUID(),
      })
    const entered = await countEntered(engine, workspace, param('id'), users)
    return { status: 200, body: { customers: users.length, entered, unmet } }
  },
})

/** The properties that the events of the journey's first entries were received with. */
async function seenOf(engine: Engine, workspace: number, { entries }: Plan): Promise<Map<string, SeenPlace[]>> {
  const sources = entries.slice(0, mostEntries).map(({ source }) => source)
  const names = [...new Set(sources.flatMap((source) => (source.by === 'event' ? [source.event] : [])))]
  const seen = await Promise.all(names.map((name) => readEventName(engine, workspace, name)))
  return new Map(names.map((name, nth) => [name, seen[nth]?.properties ?? []]))
}
