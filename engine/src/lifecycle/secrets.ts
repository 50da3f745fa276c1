import type { Seal } from '../channels/seal.ts'
import { aboutSecret } from '../channels/secrets.ts'
import type { Engine } from '../engine.ts'
import { Refused } from './refused.ts'

/** The names of a workspace's secrets, in order. Their values are for webhooks alone. */
export async function listSecrets({ pool }: Pick<Engine, 'pool'>, workspace: number): Promise<{ name: string }[]> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM secret WHERE workspace = $1 ORDER BY name', [
    workspace,
  ])
  return rows
}

/** Keeps a secret under a name, sealed, in place of an earlier one. Workers know within ten seconds. */
export async function keepSecret(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  { name, value, seal }: { name: string; value: string; seal: Seal },
): Promise<void> {
  await pool.query(
    `INSERT INTO secret (workspace, name, value) VALUES ($1, $2, $3)
     ON CONFLICT (workspace, name) DO UPDATE SET value = excluded.value`,
    [workspace, name, seal.close(value, aboutSecret(workspace, name))],
  )
}

/** Forgets a secret. Throws `not-found`. */
export async function forgetSecret({ pool }: Pick<Engine, 'pool'>, workspace: number, name: string): Promise<void> {
  const { rowCount } = await pool.query('DELETE FROM secret WHERE workspace = $1 AND name = $2', [workspace, name])
  if (rowCount === 0) throw new Refused('not-found')
}
