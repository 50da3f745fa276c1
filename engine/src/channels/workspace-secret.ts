import type pg from 'pg'
import { z } from 'zod'

/** The key of a workspace's HMACs; undefined where there is no such workspace. */
export type SecretOf = (workspace: number) => Promise<Buffer | undefined>

const mostWorkspaces = 10_000
const rows = z.array(z.object({ secret: z.instanceof(Buffer) }))

/** Reads workspaces' secrets from Postgres. They never change, so each is read once. */
export function workspaceSecretsIn(pool: Pick<pg.Pool, 'query'>): SecretOf {
  const known = new Map<number, Buffer>()
  return async (workspace) => {
    const remembered = known.get(workspace)
    if (remembered) return remembered
    const found = await pool.query('SELECT secret FROM workspace WHERE id = $1', [workspace])
    const secret = rows.parse(found.rows)[0]?.secret
    if (secret) {
      if (known.size >= mostWorkspaces) known.clear()
      known.set(workspace, secret)
    }
    return secret
  }
}
