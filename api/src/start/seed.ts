import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Journey, journey } from '@wend/engine/journey/journey'
import { createDraft } from '@wend/engine/lifecycle/drafts'
import { transaction } from '@wend/engine/storage/database'
import type pg from 'pg'
import { createKey, createSignInToken, sha256 } from '../access/keys.ts'

/** What opens the workspace, in clear. Postgres holds the SHA-256 of each. */
export interface Credentials {
  apiKey: string
  writeKey: string
  /** Signs the first operator in for 24 hours, repeatedly. */
  signInToken: string
}

const drafts = fileURLToPath(new URL('./drafts', import.meta.url))
/** Any number; every process that seeds takes the same. */
const seedLock = 72_181_001

/**
 * Makes the first workspace with an operator and draft journeys, where there is none, and answers what opens it. Keys from
 * before are kept where they still open it; the sign-in link is fresh.
 */
export async function seed(pool: pg.Pool, before: Partial<Credentials>): Promise<Credentials> {
  const found = await transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [seedLock])
    return (await findWorkspace(client)) ?? makeWorkspace(client, 'Wend')
  })
  return furnish(pool, found, before)
}

/** One more workspace, with an operator and draft journeys. */
export const createWorkspace = async (pool: pg.Pool, name: string): Promise<Credentials> =>
  furnish(pool, await transaction(pool, (client) => makeWorkspace(client, name)), {})

async function furnish(
  pool: pg.Pool,
  { workspace, operator, isNew }: Seeded,
  before: Partial<Credentials>,
): Promise<Credentials> {
  if (isNew) for (const file of await readDrafts()) await createDraft({ pool }, workspace, file, 'Wend')
  return {
    apiKey: await keepKey(pool, workspace, 'api', before.apiKey),
    writeKey: await keepKey(pool, workspace, 'write-server', before.writeKey),
    signInToken: await createSignInToken(pool, workspace, operator),
  }
}

/** The journeys that a new workspace starts with, in the order of their file names. */
export async function readDrafts(): Promise<Journey[]> {
  const names = (await readdir(drafts)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(names.map(async (name) => journey.parse(JSON.parse(await readFile(`${drafts}/${name}`, 'utf8')))))
}

interface Seeded {
  workspace: number
  operator: string
  isNew: boolean
}

async function findWorkspace(client: pg.PoolClient): Promise<Seeded | undefined> {
  const { rows } = await client.query<{ workspace: number; operator: string }>(
    `SELECT workspace, id AS operator FROM operator ORDER BY workspace, created_at, id LIMIT 1`,
  )
  return rows[0] && { ...rows[0], isNew: false }
}

async function makeWorkspace(client: pg.PoolClient, name: string): Promise<Seeded> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO workspace (name, secret) VALUES ($1, $2) RETURNING id`,
    [name, randomBytes(32)],
  )
  const workspace = rows[0]?.id
  if (workspace === undefined) throw new Error('Postgres made no workspace')
  const operator = randomUUID()
  await client.query(`INSERT INTO operator (workspace, id, name) VALUES ($1, $2, 'Operator')`, [workspace, operator])
  return { workspace, operator, isNew: true }
}

async function keepKey(
  pool: pg.Pool,
  workspace: number,
  kind: 'api' | 'write-server',
  before: string | undefined,
): Promise<string> {
  if (before) {
    const { rowCount } = await pool.query(
      `SELECT FROM access_key WHERE workspace = $1 AND hash = $2 AND kind = $3 AND revoked_at IS NULL`,
      [workspace, sha256(before), kind],
    )
    if (rowCount) return before
  }
  return createKey(pool, workspace, kind)
}
