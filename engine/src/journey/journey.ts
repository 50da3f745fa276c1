import { duration } from '@wend/nodes/sdk/duration'
import { jsonObject } from '@wend/nodes/sdk/json'
import { rule } from '@wend/nodes/sdk/rule'
import { z } from 'zod'

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'letters, digits, - and _, at most 64')
const eventName = z.string().min(1).max(200)
const position = z.strictObject({ x: z.number(), y: z.number() })

export const journeyNode = z.strictObject({
  id,
  type: z.string().min(1).max(64),
  version: z.int().min(1),
  position,
  /** The operator's own name for it. */
  name: z.string().max(200).optional(),
  config: jsonObject,
})

export const journeyEdge = z.strictObject({ from: id, outlet: z.string().min(1).max(64), to: id })

const reEntry = z.strictObject({
  when: z.enum(['never', 'after-exit', 'every-time', 'once-per-key']),
  /** Where `once-per-key` finds its key: `event.order_id`. */
  key: z.string().min(1).max(200).optional(),
  /** For `after-exit`: the least time since the last entry. */
  gap: duration.optional(),
})

export const settings = z.strictObject({
  reEntry: reEntry.optional(),
  goal: z.strictObject({ event: eventName, where: rule.optional(), within: duration.optional() }).optional(),
  exits: z
    .array(z.strictObject({ event: eventName, where: rule.optional() }))
    .max(50)
    .optional(),
  timeZone: z.string().max(64).optional(),
  maxHold: duration.optional(),
  maxVisitsPerDay: z.int().min(1).max(100_000).optional(),
})

/** A journey file: what operators draw, what is kept in git. */
export const journey = z.strictObject({
  name: z.string().min(1).max(200),
  nodes: z.array(journeyNode).max(1000),
  edges: z.array(journeyEdge).max(5000),
  settings: settings.default({}),
  notes: z
    .array(z.strictObject({ id, text: z.string().max(10_000), position }))
    .max(500)
    .optional(),
})

export type Journey = z.output<typeof journey>
export type JourneyNode = z.output<typeof journeyNode>
export type JourneyEdge = z.output<typeof journeyEdge>
export type Settings = z.output<typeof settings>

/** The largest journey file taken, in bytes of JSON. */
export const maxJourneyBytes = 1_000_000
