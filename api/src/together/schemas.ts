import { z } from 'zod'
import { instant } from '../schemas.ts'

export const operator = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Operator' })

const comment = z
  .object({
    id: z.uuid(),
    author: z.object({ id: z.uuid().nullable(), name: z.string() }).meta({ description: 'An API key has no id' }),
    text: z.string(),
    mentions: z.array(z.uuid()).meta({ description: 'Operators' }),
    at: instant,
  })
  .meta({ id: 'Comment' })

export const thread = z
  .object({
    id: z.uuid(),
    node: z.string().meta({ description: 'The node it is about, which may be gone' }),
    resolvedAt: instant.nullable(),
    resolvedBy: z.string().nullable(),
    comments: z.array(comment),
  })
  .meta({ id: 'CommentThread' })

const said = {
  text: z.string().trim().min(1).max(4_000).meta({ description: 'Plain text' }),
  mentions: z
    .array(z.uuid())
    .max(50)
    .default([])
    .meta({ description: 'Operators that are meant; an id that is nobody’s here is left out' }),
}
export const reply = z.strictObject(said).meta({ id: 'CommentReply' })
export const opening = z.strictObject({ node: z.string().min(1).max(64), ...said }).meta({ id: 'CommentOpening' })

const present = z
  .object({
    page: z.uuid(),
    operator,
    node: z.string().nullable().meta({ description: 'What is selected there' }),
  })
  .meta({ id: 'Present' })

export const together = z
  .object({
    here: z.array(present),
    comments: z.object({ mark: z.string().meta({ description: 'Differs whenever anything was said or resolved' }) }),
    journey: z.object({
      revision: z.int(),
      state: z.enum(['draft', 'live', 'paused', 'stopped']),
      liveVersion: z.int().nullable(),
      updatedBy: z.string(),
    }),
  })
  .meta({ id: 'Together' })
