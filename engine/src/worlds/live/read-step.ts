import { jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { LockedCustomer } from '../../changes/resolve.ts'
import type { Customer } from '../../step/context.ts'
import type { EndReason } from '../../step/enrollment.ts'
import type { EnrollmentRef } from '../../step/instruction.ts'
import type { Standing, TouchAtHand } from '../../step/what-is-due.ts'
import { asMs, type EnrollmentRow, enrollmentColumns, toEnrollment } from '../../storage/enrollment-rows.ts'

/** What a step reads under the customer's lock. */
export interface ReadStep {
  standing: Standing
  customer: Customer
  locked: LockedCustomer
  /** The touch's content, where one is at hand. */
  content: unknown
  /** Channels that the customer does not want. */
  unwanted: string[]
}

type Row = EnrollmentRow & {
  cut: EndReason | null
  paused: boolean
  nowMs: number
  touch: (TouchAtHand & { content: unknown }) | null
  unwanted: string[]
}

const text = `
SELECT ${enrollmentColumns}, cut.reason AS cut, j.state = 'paused' AS paused, ${asMs('clock_timestamp()')} AS "nowMs",
  CASE WHEN e.state IN ('delivering', 'held', 'ended') THEN (SELECT jsonb_build_object('channel', t.channel, 'state', t.state, 'reason', t.reason, 'attempts', t.attempts,
    'inDoubt', t.in_doubt, 'leaseMs', ${asMs('t.lease_until')}, 'content', t.content)
    FROM touch t WHERE t.workspace = e.workspace AND t.enrollment = e.id AND t.visit = e.visit) END AS touch,
  ARRAY(SELECT c.channel FROM consent c WHERE c.workspace = e.workspace AND c.customer = e.customer AND NOT c.allowed) AS unwanted,
  who.id AS row, who.user_id AS "userId", who.first_id AS "firstId", who.attributes
FROM enrollment e
JOIN customer who ON who.workspace = e.workspace AND who.id = e.customer
JOIN journey j ON j.workspace = e.workspace AND j.id = e.journey
LEFT JOIN journey_cut cut ON cut.workspace = e.workspace AND cut.journey = e.journey AND cut.epoch = e.epoch
WHERE e.workspace = $1 AND e.id = $2`

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Begins a transaction, locks the enrollment's customer, and reads where she stands. The lock is a statement of its own: one
 * that locked and read at once would read what was there before the lock. Undefined where there is no such enrollment.
 */
export async function readStep(client: pg.ClientBase, { workspace, id }: EnrollmentRef): Promise<ReadStep | undefined> {
  if (!Number.isInteger(workspace) || !isUuid.test(id)) throw new Error('not an enrollment')
  // Three statements in one round trip; the values of the first two were checked above.
  const [, { rows }] = await Promise.all([
    client.query(`BEGIN ISOLATION LEVEL READ COMMITTED; SELECT id FROM customer WHERE (workspace, id) =
      (SELECT workspace, customer FROM enrollment WHERE workspace = ${workspace} AND id = '${id}') FOR NO KEY UPDATE`),
    client.query<Row & LockedCustomer>({ name: 'read-step', text, values: [workspace, id] }),
  ])
  const read = rows[0]
  if (!read) return undefined
  const { cut, paused, nowMs, touch, unwanted, row, userId, firstId, attributes, ...enrollment } = read
  return {
    standing: { enrollment: toEnrollment(enrollment), cut, paused, touch, nowMs },
    customer: { row, id: userId ?? firstId, firstId, attributes: jsonObject.parse(attributes) },
    locked: { row, userId, firstId, attributes },
    content: touch?.content,
    unwanted,
  }
}
