import { createHash } from 'node:crypto'
import type { Language } from '@wend/nodes/sdk/issue'
import type { Request } from 'express'
import type pg from 'pg'
import { z } from 'zod'
import { issue, Problem } from './problems.ts'
import type { Answer } from './route.ts'

/** Printable ASCII, 1 to 255 characters, no blank at either end. */
export const idempotencyKeyShape = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/

/** The `Idempotency-Key` of a request. Throws `invalid-query` for one that cannot be kept. */
export function idempotencyKeyOf(request: Request, language: Language): string | undefined {
  const key = request.get('Idempotency-Key')
  if (key === undefined || idempotencyKeyShape.test(key)) return key
  throw new Problem('invalid-query', [issue('bad-header', '/Idempotency-Key', language)])
}

const stored = z.object({ body: z.unknown(), headers: z.record(z.string(), z.string()).optional() })

/** A request that is being answered has this status; one that died with its process may be taken over after a minute. */
const underWay = 0

/**
 * Lets a request take effect once: a repetition with the same key and the same content gets the first answer, with
 * `Idempotent-Replayed: true`; other content under the same key is refused (`key-reused`), and so is a repetition that
 * comes while the first is under way (`in-progress`). What failed is not kept: it may be tried again.
 */
export async function once(
  pool: pg.Pool,
  workspace: number,
  key: string,
  request: { method: string; path: string; sent: unknown },
  answer: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const hash = createHash('sha256')
    .update(`${request.method} ${request.path} ${JSON.stringify(request.sent) ?? ''}`)
    .digest()
  const taken = await pool.query(
    `INSERT INTO idempotency (workspace, key, request, status, body) VALUES ($1, $2, $3, $4, '{}')
     ON CONFLICT (workspace, key) DO UPDATE SET created_at = now()
       WHERE idempotency.request = $3 AND idempotency.status = $4 AND idempotency.created_at < now() - interval '1 minute'`,
    [workspace, key, hash, underWay],
  )
  if (taken.rowCount === 0) return repeat(pool, workspace, key, hash)

  try {
    const given = await answer()
    const kept = { body: given?.body ?? null, ...(given?.headers ? { headers: given.headers } : {}) }
    await pool.query('UPDATE idempotency SET status = $3, body = $4 WHERE workspace = $1 AND key = $2', [
      workspace,
      key,
      given?.status ?? 204,
      JSON.stringify(kept),
    ])
    return given
  } catch (error) {
    await pool.query('DELETE FROM idempotency WHERE workspace = $1 AND key = $2 AND status = $3', [
      workspace,
      key,
      underWay,
    ])
    throw error
  }
}

async function repeat(pool: pg.Pool, workspace: number, key: string, hash: Buffer): Promise<Answer> {
  const { rows } = await pool.query<{ request: Buffer; status: number; body: unknown }>(
    'SELECT request, status, body FROM idempotency WHERE workspace = $1 AND key = $2',
    [workspace, key],
  )
  const [first] = rows
  // Gone again: the first one failed a moment ago.
  if (!first) throw new Problem('in-progress')
  if (!first.request.equals(hash)) throw new Problem('key-reused')
  if (first.status === underWay) throw new Problem('in-progress')
  const { body, headers = {} } = stored.parse(first.body)
  return {
    status: first.status,
    ...(body === null ? {} : { body }),
    headers: { ...headers, 'Idempotent-Replayed': 'true' },
  }
}
