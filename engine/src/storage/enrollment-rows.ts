import { jsonObject } from '@wend/nodes/sdk/json'
import { z } from 'zod'
import type { Claim, Enrollment } from '../step/enrollment.ts'

const occurrence = z.object({ name: z.string(), properties: jsonObject, atMs: z.number() })
const claim = z.object({ branch: z.string(), number: z.number(), event: occurrence })

/** A timestamptz as whole milliseconds since 1970. */
export const asMs = (column: string): string => `round(extract(epoch FROM ${column}) * 1000)::bigint`

/** The columns of `enrollment e` as an EnrollmentRow. */
export const enrollmentColumns = `
  e.id, e.journey, e.version, encode(e.plan, 'hex') AS plan, e.epoch, e.customer, e.entry_key AS "entryKey", e.exclusive,
  e.entry, e.hand, e.hops, e.state, e.reason, e.note, e.node, e.visit, e.claim,
  ${asMs('e.arrived_at')} AS "arrivedMs", ${asMs('e.due_at')} AS "dueMs",
  e.heard_number AS "heardNumber", ${asMs('e.heard_at')} AS "heardMs", ${asMs('e.goal_at')} AS "goalMs",
  ${asMs('e.day_at')} AS "dayMs", e.day_visit AS "dayVisit",
  ${asMs('e.entered_at')} AS "enteredMs", ${asMs('e.ended_at')} AS "endedMs"`

/** An enrollment as `enrollmentColumns` brings it: json not yet looked into. */
export type EnrollmentRow = Omit<Enrollment, 'entry' | 'hand' | 'claim'> & {
  entry: unknown
  hand: unknown
  claim: unknown
}

export function toEnrollment(row: EnrollmentRow): Enrollment {
  const came: Claim | null = row.claim === null ? null : claim.parse(row.claim)
  return {
    ...row,
    entry: occurrence.parse(row.entry),
    hand: row.hand === null ? null : occurrence.parse(row.hand),
    claim: came,
  }
}
