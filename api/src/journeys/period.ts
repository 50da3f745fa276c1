import type { Period } from '@wend/engine/lifecycle/counts'
import type { Language } from '@wend/nodes/sdk/issue'
import { z } from 'zod'
import { issue, Problem } from '../problems.ts'

/** What is kept by day. */
const mostDays = 400
const dayMs = 86_400_000

const day = z.iso.date().refine((text) => !text.startsWith('0000'))

/** The days that numbers may be asked for, in a query. */
export const periodQuery = {
  from: day.optional().meta({ description: 'The first day, UTC; goes together with `to`', example: '2026-11-01' }),
  to: day
    .optional()
    .meta({ description: `The last day, UTC, itself included; at most ${mostDays} days`, example: '2026-11-28' }),
}

/** The days asked for; undefined for all time. Throws `invalid-query` for what is no period. */
export function periodOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  language: Language,
): Period | undefined {
  if (from === undefined && to === undefined) return undefined
  if (from === undefined || to === undefined)
    throw new Problem('invalid-query', [issue('half-a-period', from === undefined ? '/from' : '/to', language)])
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  if (days < 1) throw new Problem('invalid-query', [issue('period-ends-first', '/to', language)])
  if (days > mostDays) throw new Problem('invalid-query', [issue('period-too-long', '/from', language)])
  return { from, to }
}
