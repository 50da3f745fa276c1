import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { cursorText, readCursor, writeCursor } from './cursor.ts'
import { type Listed, type Page, pageOf } from './page.ts'

/** Somebody who may sign in. */
export interface ListedOperator {
  id: string
  name: string
}

const place = z.tuple([cursorText, z.guid()])

/** The operators of a workspace by name. */
export async function listOperators(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { cursor, limit }: Page,
): Promise<Listed<ListedOperator>> {
  const [name, id] = readCursor(place, cursor) ?? [null, null]
  const { rows } = await pool.query<ListedOperator>(
    `SELECT id, name FROM operator WHERE workspace = $1 AND ($2::text IS NULL OR (name, id) > ($2, $3::uuid))
      ORDER BY name, id LIMIT $4`,
    [workspace, name, id, limit + 1],
  )
  return pageOf(
    rows,
    limit,
    (row) => row,
    (row) => writeCursor([row.name, row.id]),
  )
}
