import { jsonObject } from '@wend/nodes/sdk/json'
import { type RuleLeaf, rule } from '@wend/nodes/sdk/rule'
import { z } from 'zod'
import { settings } from './journey.ts'

const entrySource = z.discriminatedUnion('by', [
  z.object({ by: z.literal('event'), event: z.string(), where: rule.optional() }),
  z.object({ by: z.literal('api'), properties: z.array(z.string()).optional() }),
])

/** A compiled version: what the engine runs. Immutable, named by the hash of its canonical JSON. */
export const plan = z.object({
  name: z.string(),
  nodes: z.record(
    z.string(),
    z.object({
      type: z.string(),
      version: z.number(),
      config: jsonObject,
      /** Outlet → the node that its edge leads to. */
      edges: z.record(z.string(), z.string()),
    }),
  ),
  /** In the order drawn: an event enters by the first that matches. */
  entries: z.array(z.object({ node: z.string(), source: entrySource })),
  settings,
  /** Event names that enter, end a wait, are the goal or an exit. Sorted. */
  listens: z.array(z.string()),
  /** Leaves of rules whose value must be counted before nodes run: `did.…` and `touch.…`. */
  facts: z.array(z.custom<RuleLeaf>()),
})

export type Plan = z.output<typeof plan>
