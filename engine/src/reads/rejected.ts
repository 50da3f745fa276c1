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

/** Messages set aside, newest first. */
export async function listRejected(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { cursor, limit }: Page,
): Promise<Listed<RejectedMessage>> {
  const { rows } = await pool.query<Omit<RejectedMessage, 'id'> & { id: number }>(
    `SELECT id, received_at AS at, message, issues FROM rejected
      WHERE workspace = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [workspace, readCursor(cursorNumber, cursor) ?? null, limit + 1],
  )
  return pageOf(
    rows,
    limit,
    (row) => ({ ...row, id: String(row.id) }),
    ({ id }) => writeCursor(id),
  )
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
