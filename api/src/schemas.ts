import { z } from 'zod'
import type {} from 'zod-openapi'

/** Something wrong, as problem documents and checks name it. */
export const issueSchema = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    path: z.string().meta({ description: 'A JSON pointer into what was sent' }),
    message: z
      .string()
      .meta({ description: 'What is wrong and what makes it right, in the language of Accept-Language' }),
    node: z.string().optional().meta({ description: 'The node at fault, by id' }),
  })
  .meta({ id: 'Issue' })

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    issues: z.array(issueSchema),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457)' })

/** A page of a list. */
export const listOf = (member: z.ZodType) =>
  z.object({
    items: z.array(member),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null at the end' }),
  })

/** What every list may be asked for. */
export const pageQuery = {
  cursor: z.string().max(2000).optional().meta({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(1000).default(50).meta({ description: 'The most that one page holds' }),
}

export const instant = z.iso.datetime().meta({ description: 'RFC 3339, UTC' })
/** A text that filters: nothing that Postgres could not compare. */
export const filterText = z.string().min(1).max(500)
