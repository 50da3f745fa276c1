import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { Refused } from '../lifecycle/refused.ts'
import { readCursor, writeCursor } from '../reads/cursor.ts'
import { type Listed, type Page, pageOf } from '../reads/page.ts'
import { isUuid } from '../reads/uuid.ts'
import { transaction } from '../storage/database.ts'

/** How much may be said at one journey. Nobody reads more, and a page of it stays small. */
export const mostThreads = 1_000
export const mostCommentsOfThread = 200
/** Of text on one page of threads. */
const mostBytes = 1_000_000

/** Who says something: an operator, or an API key, which has no id. */
export interface Speaker {
  id: string | null
  name: string
}

export interface Comment {
  id: string
  author: Speaker
  text: string
  /** Operators, by id. */
  mentions: string[]
  at: string
}

/** What is said about one thing at one step, oldest first. */
export interface Thread {
  id: string
  node: string
  resolvedAt: Date | null
  resolvedBy: string | null
  comments: Comment[]
}

/** What is said. Mentions of nobody in the workspace are dropped. */
export interface Said {
  text: string
  mentions: readonly string[]
}

const place = z.tuple([z.guid()])
const columns = `t.id, t.node, t.resolved_at AS "resolvedAt", t.resolved_by AS "resolvedBy", c.comments`
const comments = `LATERAL (
  SELECT jsonb_agg(jsonb_build_object('id', id, 'author', jsonb_build_object('id', author, 'name', author_name), 'text', text,
           'mentions', to_jsonb(mentions), 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id) AS comments,
         sum(octet_length(text))::bigint AS bytes
    FROM comment WHERE workspace = t.workspace AND journey = t.journey AND thread = t.id) c`

/** Threads of a journey, newest first; a page of long ones holds fewer than `limit`. Throws `not-found`. */
export async function listThreads(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journey: string,
  { node, resolved, cursor, limit }: Page & { node?: string | undefined; resolved?: boolean | undefined },
): Promise<Listed<Thread>> {
  await mustExist({ pool }, workspace, journey)
  const { rows } = await pool.query<Thread & { before: number; found: number }>(
    `WITH page AS (
       SELECT ${columns}, sum(c.bytes) OVER (ORDER BY t.id DESC) - c.bytes AS before
         FROM (SELECT * FROM comment_thread
                WHERE workspace = $1 AND journey = $2 AND ($3::uuid IS NULL OR id < $3) AND ($4::text IS NULL OR node = $4)
                  AND ($5::boolean IS NULL OR (resolved_at IS NOT NULL) = $5)
                ORDER BY id DESC LIMIT $6) t, ${comments})
     SELECT *, (SELECT count(*)::int FROM page) AS found FROM page WHERE before < ${mostBytes} ORDER BY id DESC`,
    [workspace, journey, readCursor(place, cursor)?.[0] ?? null, node ?? null, resolved ?? null, limit + 1],
  )
  return pageOf(
    rows,
    limit,
    ({ before: _before, found: _found, ...thread }) => thread,
    ({ id }) => writeCursor([id]),
    rows[0]?.found,
  )
}

/** Begins a thread at a step. Undefined where the journey has as many as it may. Throws `not-found`. */
export const openThread = (
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journey: string,
  { node, by, ...said }: Said & { node: string; by: Speaker },
): Promise<Thread | undefined> =>
  transaction(pool, async (client) => {
    await mustExist({ pool: client }, workspace, journey)
    const id = uuidv7()
    const { rowCount } = await client.query(
      `INSERT INTO comment_thread (workspace, journey, id, node)
       SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM comment_thread WHERE workspace = $1 AND journey = $2) < $5`,
      [workspace, journey, id, node, mostThreads],
    )
    if (!rowCount) return undefined
    await say(client, workspace, { journey, thread: id }, said, by)
    return readThread(client, workspace, journey, id)
  })

/** Answers in a thread. Undefined where it is as long as it may be. Throws `not-found`. */
export const reply = (
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  at: { journey: string; thread: string },
  { by, ...said }: Said & { by: Speaker },
): Promise<Thread | undefined> =>
  transaction(pool, async (client) => {
    await touchThread(client, workspace, at)
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM comment WHERE workspace = $1 AND journey = $2 AND thread = $3',
      [workspace, at.journey, at.thread],
    )
    if ((rows[0]?.n ?? 0) >= mostCommentsOfThread) return undefined
    await say(client, workspace, at, said, by)
    return readThread(client, workspace, at.journey, at.thread)
  })

/** Resolves a thread, or opens it again. Throws `not-found`. */
export async function setResolved(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { journey, thread }: { journey: string; thread: string },
  by: string | null,
): Promise<Thread> {
  if (!isUuid(journey) || !isUuid(thread)) throw new Refused('not-found')
  await pool.query(
    `UPDATE comment_thread SET resolved_at = CASE WHEN $4::text IS NULL THEN NULL ELSE now() END, resolved_by = $4,
            changed_at = clock_timestamp()
      WHERE workspace = $1 AND journey = $2 AND id = $3 AND (resolved_at IS NULL) = ($4::text IS NOT NULL)`,
    [workspace, journey, thread, by],
  )
  return readThread(pool, workspace, journey, thread)
}

/** Takes an own comment back, and its thread with its last one. False where it is another's. Throws `not-found`. */
export const deleteComment = (
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { journey, thread, comment }: { journey: string; thread: string; comment: string },
  by: Speaker,
): Promise<boolean> =>
  transaction(pool, async (client) => {
    if (!isUuid(comment)) throw new Refused('not-found')
    await touchThread(client, workspace, { journey, thread })
    const at = [workspace, journey, thread]
    const { rows } = await client.query<{ isOwn: boolean }>(
      `SELECT CASE WHEN $5::uuid IS NULL THEN author IS NULL AND author_name = $6 ELSE author IS NOT DISTINCT FROM $5 END AS "isOwn"
         FROM comment WHERE workspace = $1 AND journey = $2 AND thread = $3 AND id = $4`,
      [...at, comment, by.id, by.name],
    )
    if (!rows[0]) throw new Refused('not-found')
    if (!rows[0].isOwn) return false
    await client.query('DELETE FROM comment WHERE workspace = $1 AND journey = $2 AND thread = $3 AND id = $4', [
      ...at,
      comment,
    ])
    await client.query(
      `DELETE FROM comment_thread t WHERE workspace = $1 AND journey = $2 AND id = $3 AND NOT EXISTS (
         SELECT FROM comment WHERE workspace = $1 AND journey = $2 AND thread = t.id)`,
      at,
    )
    return true
  })

type Asked = Pick<Engine['pool'], 'query'>

async function mustExist({ pool }: { pool: Asked }, workspace: number, journey: string): Promise<void> {
  if (!isUuid(journey)) throw new Refused('not-found')
  const { rowCount } = await pool.query('SELECT FROM journey WHERE workspace = $1 AND id = $2', [workspace, journey])
  if (!rowCount) throw new Refused('not-found')
}

/** Locks a thread, and notes that it changes. */
async function touchThread(client: Asked, workspace: number, at: { journey: string; thread: string }): Promise<void> {
  if (!isUuid(at.journey) || !isUuid(at.thread)) throw new Refused('not-found')
  const { rowCount } = await client.query(
    'UPDATE comment_thread SET changed_at = clock_timestamp() WHERE workspace = $1 AND journey = $2 AND id = $3',
    [workspace, at.journey, at.thread],
  )
  if (!rowCount) throw new Refused('not-found')
}

async function say(
  client: Asked,
  workspace: number,
  { journey, thread }: { journey: string; thread: string },
  { text, mentions }: Said,
  { id, name }: Speaker,
): Promise<void> {
  await client.query(
    `INSERT INTO comment (workspace, journey, thread, id, author, author_name, text, mentions)
     VALUES ($1, $2, $3, $4, $5, $6, $7,
       ARRAY(SELECT id FROM operator WHERE workspace = $1 AND id = ANY($8::uuid[]) ORDER BY id))`,
    [workspace, journey, thread, uuidv7(), id, name, text, mentions],
  )
}

async function readThread(client: Asked, workspace: number, journey: string, id: string): Promise<Thread> {
  const { rows } = await client.query<Thread>(
    `SELECT ${columns} FROM comment_thread t, ${comments} WHERE t.workspace = $1 AND t.journey = $2 AND t.id = $3`,
    [workspace, journey, id],
  )
  if (!rows[0]) throw new Refused('not-found')
  return rows[0]
}
