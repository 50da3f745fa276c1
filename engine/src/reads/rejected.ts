import type { Issue } from '@wend/nodes/sdk/issue'
import type { Engine } from '../engine.ts'
import { cursorNumber, readCursor, writeCursor } from './cursor.ts'
import { type Listed, type Page, pageOf } from './page.ts'

/** A message that was set aside: as received, as JSON text, and why. */
export interface RejectedMessage {
  id: string
  at: Date
  message: string
  issues: Issue[]
}

/** What a list of them may be asked for: a text that the message holds, in any case, and the code of an issue. */
export interface RejectedFilter extends Page {
  search?: string | undefined
  reason?: string | undefined
}

/** Messages set aside, newest first. */
export async function listRejected(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { cursor, limit, search, reason }: RejectedFilter,
): Promise<Listed<RejectedMessage>> {
  const { rows } = await pool.query<Omit<RejectedMessage, 'id'> & { id: number }>(
    `SELECT id, received_at AS at, message, issues FROM rejected
      WHERE workspace = $1 AND ($2::bigint IS NULL OR id < $2)
        AND ($4::text IS NULL OR strpos(lower(message), lower($4)) > 0)
        AND ($5::text IS NULL OR issues @> jsonb_build_array(jsonb_build_object('code', $5::text)))
      ORDER BY id DESC LIMIT $3`,
    [workspace, readCursor(cursorNumber, cursor) ?? null, limit + 1, search ?? null, reason ?? null],
  )
  return pageOf(
    rows,
    limit,
    (row) => ({ ...row, id: String(row.id) }),
    ({ id }) => writeCursor(id),
  )
}

/** So many are kept for each workspace, for so long. */
const mostKept = 10_000
const keptDays = 30

/** Forgets what is older, and what is more, of every workspace. Answers how many. */
export async function forgetRejected({ pool }: Pick<Engine, 'pool'>): Promise<number> {
  const { rowCount } = await pool.query(
    `WITH bound AS MATERIALIZED (
       SELECT w.id AS workspace, most.id FROM workspace w
       LEFT JOIN LATERAL (SELECT n.id FROM rejected n WHERE n.workspace = w.id ORDER BY n.id DESC OFFSET $1 LIMIT 1) most ON true
     )
     DELETE FROM rejected r USING bound b
      WHERE r.workspace = b.workspace AND (r.id <= b.id OR r.received_at < now() - make_interval(days => $2))`,
    [mostKept, keptDays],
  )
  return rowCount ?? 0
}

/** Keeps messages that were set aside, in one statement. */
export async function keepRejected(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  messages: readonly { message: string; issues: readonly Issue[] }[],
): Promise<void> {
  if (messages.length === 0) return
  await pool.query(
    'INSERT INTO rejected (workspace, message, issues) SELECT $1, * FROM unnest($2::text[], $3::jsonb[])',
    [workspace, messages.map(({ message }) => message), messages.map(({ issues }) => JSON.stringify(issues))],
  )
}
