import { messageKinds } from '@wend/engine/reads/messages'
import { touchStates } from '@wend/engine/reads/touches'
import { jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import { instant, issueSchema } from '../schemas.ts'

const occurrence = z
  .strictObject({ name: z.string().max(200), properties: jsonObject, at: instant.optional() })
  .transform(({ at, ...event }) => ({ ...event, atMs: at === undefined ? Date.now() : Date.parse(at) }))

const wanted = {
  node: z.strictObject({
    id: z.string().min(1).max(200),
    type: z.string().min(1).max(200),
    version: z.int().min(1),
    config: jsonObject,
  }),
  journey: z
    .strictObject({ id: z.guid(), name: z.string().max(1000), timeZone: z.string().max(100).optional() })
    .meta({ description: 'What templates call `journey`, as it stands in the editor' }),
  customer: z.string().min(1).max(500).optional().meta({
    description: 'Whose values are shown. Left out: nobody’s, so that every fallback shows',
  }),
  entry: occurrence.optional().meta({ description: 'What templates call `entry`: the event that began it' }),
  event: occurrence.optional().meta({ description: 'What templates call `event`. Left out: the entry' }),
}

export const previewBody = z.strictObject(wanted).meta({ id: 'PreviewedNode' })
export const testBody = z
  .strictObject({
    ...wanted,
    to: z.string().min(1).max(500).optional().meta({ description: 'Where an e-mail goes' }),
  })
  .meta({ id: 'TestedNode' })

const channel = z.string().meta({ description: '`email`, `inbox` or `webhook`' })
const content = jsonObject.meta({ description: 'As the channel keeps and sends it; secrets by name' })

export const preview = z
  .object({
    issues: z.array(issueSchema).meta({ description: 'What is wrong with the config, by pointers inside it' }),
    empty: z
      .array(
        z.object({
          value: z.string().meta({ description: 'As the template names it: `customer.name`' }),
          field: z.string().meta({ description: 'Pointer inside the config to the template' }),
        }),
      )
      .meta({
        description:
          'What a template writes and what came out empty here, having no value and no fallback; at most 20. Secrets and conditions are none of it',
      }),
    channel: channel.optional(),
    content: content.optional(),
    blocked: z.string().optional().meta({ description: 'Why it would not go to this customer now: `no-address`' }),
    changes: z
      .object({
        attributes: jsonObject.optional(),
        events: z.array(z.object({ name: z.string(), properties: jsonObject })).optional(),
      })
      .optional()
      .meta({ description: 'Of a node that sends nothing: what it changes' }),
  })
  .meta({ id: 'Preview' })

export const tested = z
  .object({
    id: z.string(),
    state: z.enum(['delivered', 'failed', 'in-doubt']),
    reason: z.string().optional(),
  })
  .meta({ id: 'Tested' })

export const testMessage = z
  .object({
    id: z.uuid(),
    at: instant,
    by: z.string().meta({ description: 'Who sent it' }),
    journey: z.uuid().nullable(),
    journeyName: z.string().nullable(),
    node: z.string(),
    customer: z.string().nullable().meta({ description: 'Whose values it shows' }),
    channel,
    recipient: z.string(),
    state: z.enum(['sending', 'delivered', 'failed', 'in-doubt']),
    reason: z.string().nullable(),
    content,
    keptHere: z.boolean().meta({ description: 'Caught by the local outbox: nobody outside got it' }),
  })
  .meta({ id: 'TestMessage' })

export const message = z
  .object({
    kind: z.enum(messageKinds).meta({ description: '`touch`: to a customer; `test`: to its author' }),
    id: z.string().meta({ description: 'The touch’s or the test’s' }),
    at: instant,
    customer: z.string().nullable().meta({ description: 'Whom it was for; of a test: whose values it shows' }),
    customerName: z.string().nullable().meta({ description: 'Her name or e-mail address, where one is known' }),
    journey: z.uuid().nullable(),
    journeyName: z.string().nullable(),
    node: z.string(),
    version: z.int().nullable().meta({ description: 'Of a touch: the version of the journey that it was sent by' }),
    channel,
    state: z.enum(touchStates),
    reason: z.string().nullable(),
    content,
    attempts: z.int().nullable().meta({ description: 'Of a touch' }),
    keptHere: z.boolean().meta({ description: 'Caught by the local outbox: nobody outside got it' }),
    openedAt: instant.nullable().meta({ description: 'When she opened it first, as far as its channel tells' }),
    clickedAt: instant.nullable().meta({ description: 'When she first followed a link in it' }),
    by: z.string().nullable().meta({ description: 'Of a test: who sent it' }),
    recipient: z.string().nullable().meta({ description: 'Of a test: whereto' }),
  })
  .meta({ id: 'Message' })
