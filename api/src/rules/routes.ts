import { countRule } from '@wend/engine/reads/count-rule'
import { checkRule } from '@wend/engine/rules/check'
import { rule } from '@wend/nodes/sdk/rule'
import { z } from 'zod'
import { noQuery, type Route, route } from '../route.ts'

const ruleCount = z
  .object({
    matches: z.int().nullable().meta({ description: 'Null where it cannot be told' }),
    looked: z.int().meta({ description: 'How many customers were looked at, the newest: at most 5,000' }),
    all: z.boolean().meta({ description: 'Whether those are all customers' }),
    why: z.enum(['event', 'entry', 'touch', 'unfinished', 'slow']).nullable().meta({
      description:
        'What the rule asks that no customer alone can answer, or that it is not finished, or that counting took too long',
    }),
  })
  .meta({ id: 'RuleCount' })

export const ruleRoutes: Route[] = [
  route({
    method: 'post',
    path: '/v1/rules/count',
    tag: 'Rules',
    summary: 'How many customers a rule would match now',
    description: 'Answers within 2 s, whatever the rule. Changes nothing.',
    caller: 'operator',
    query: noQuery,
    body: z.strictObject({ rule }),
    answers: { 200: { description: 'The count', schema: ruleCount } },
    handle: async ({ engine, access, body: { rule }, language }) => ({
      status: 200,
      body: await countRule(engine, access.workspace, rule, checkRule(rule, { language, path: '/rule' }).length === 0),
    }),
  }),
]
