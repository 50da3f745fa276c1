import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { Attempts } from './attempts.ts'
import { signingSecretOf } from './user-token.ts'

export const keyKinds = ['api', 'write-server', 'write-browser'] as const
/**
 * `api` does everything; `write-server` writes events; `write-browser` is public: it writes anonymous customers, and a known
 * one with her user token.
 */
export type KeyKind = (typeof keyKinds)[number]

/** What a key, link or session is known by in memory. */
export const nameOf = (secret: string): string => sha256(secret).toString('base64')

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

const prefixes: Record<KeyKind, string> = { api: 'api', 'write-server': 'write', 'write-browser': 'browser' }

/** A key as people see it; the key itself cannot be seen again. */
export interface ListedKey {
  id: string
  kind: KeyKind
  name: string
  /** Its last four characters. */
  hint: string
  createdAt: Date
}

const listedColumns = 'id, kind, name, hint, created_at AS "createdAt"'

/** Makes a key, to be used by its text alone. */
export const createKey = async (pool: pg.Pool, workspace: number, kind: KeyKind): Promise<string> =>
  (await makeKey(pool, workspace, kind)).key

/** Makes a key and answers it in clear, for the only time: Postgres keeps its SHA-256. */
export async function makeKey(
  pool: pg.Pool,
  workspace: number,
  kind: KeyKind,
  name = '',
): Promise<ListedKey & { key: string }> {
  const key = `wend_${prefixes[kind]}_${randomBytes(24).toString('base64url')}`
  const { rows } = await pool.query<ListedKey>(
    `INSERT INTO access_key (workspace, hash, kind, name, hint) VALUES ($1, $2, $3, $4, $5) RETURNING ${listedColumns}`,
    [workspace, sha256(key), kind, name, key.slice(-4)],
  )
  const [made] = rows
  if (!made) throw new Error('Postgres made no key')
  return { ...made, key }
}

/** The keys of a workspace that open something, newest first. */
export async function listKeys(pool: pg.Pool, workspace: number): Promise<ListedKey[]> {
  const { rows } = await pool.query<ListedKey>(
    `SELECT ${listedColumns} FROM access_key WHERE workspace = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id`,
    [workspace],
  )
  return rows
}

/** Makes a sign-in link for an operator and answers its token. It works repeatedly until it expires. */
export async function createSignInToken(
  pool: pg.Pool,
  workspace: number,
  operator: string,
  hours = 24,
): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await pool.query(
    `INSERT INTO sign_in_link (workspace, hash, operator, expires_at) VALUES ($1, $2, $3, now() + make_interval(hours => $4))`,
    [workspace, sha256(token), operator, hours],
  )
  return token
}

/** Whom a key lets in. */
export interface KeyHolder {
  workspace: number
  kind: KeyKind
  /** The end of the key: what people know it by. */
  hint: string
  /** Of a browser key: what its user tokens are signed with. */
  signingSecret?: string
}

/** Somebody who signed in. */
export interface Session {
  workspace: number
  workspaceName: string
  timeZone: string
  operator: { id: string; name: string }
}

/** A key that was revoked works for at most so long. */
const rememberMs = 5_000
const mostRemembered = 10_000

/** Looks up keys and sessions; what opened a moment ago is not asked for again. What did not open is never remembered. */
export class Keys {
  readonly attempts = new Attempts()
  readonly #pool: pg.Pool
  readonly #holders = new Map<string, { holder: KeyHolder; untilMs: number }>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async holderOf(key: string): Promise<KeyHolder | undefined> {
    if (key.length > 500) return undefined
    const hash = sha256(key)
    const name = nameOf(key)
    const known = this.#holders.get(name)
    if (known && known.untilMs > Date.now()) return known.holder
    const { rows } = await this.#pool.query<KeyHolder & { id: string; secret: Buffer }>({
      name: 'key-holder',
      text: `SELECT k.workspace, k.kind, k.hint, k.id, w.secret FROM access_key k JOIN workspace w ON w.id = k.workspace
              WHERE k.hash = $1 AND k.revoked_at IS NULL`,
      values: [hash],
    })
    this.#holders.delete(name)
    if (!rows[0]) return undefined
    const { id, secret, ...found } = rows[0]
    const isBrowsers = found.kind === 'write-browser'
    const holder = isBrowsers ? { ...found, signingSecret: signingSecretOf(secret, id) } : found
    if (this.#holders.size >= mostRemembered) this.#holders.clear()
    this.#holders.set(name, { holder, untilMs: Date.now() + rememberMs })
    return holder
  }

  /** Revokes a key: here at once, in other processes within five seconds. False where the workspace has none by that id. */
  async revoke(workspace: number, id: string): Promise<boolean> {
    const { rows } = await this.#pool.query<{ hash: Buffer }>(
      'UPDATE access_key SET revoked_at = now() WHERE workspace = $1 AND id = $2 AND revoked_at IS NULL RETURNING hash',
      [workspace, id],
    )
    for (const { hash } of rows) this.#holders.delete(hash.toString('base64'))
    return rows.length > 0
  }

  /** What user tokens that come with a browser key are signed with. */
  async signingSecretOf(workspace: number, id: string): Promise<string> {
    const { rows } = await this.#pool.query<{ secret: Buffer }>('SELECT secret FROM workspace WHERE id = $1', [
      workspace,
    ])
    if (!rows[0]) throw new Error(`no workspace ${workspace}`)
    return signingSecretOf(rows[0].secret, id)
  }

  async sessionOf(token: string): Promise<Session | undefined> {
    if (token.length > 500) return undefined
    const { rows } = await this.#pool.query<Omit<Session, 'operator'> & { id: string; name: string }>({
      name: 'session',
      text: `SELECT session.workspace, workspace.name AS "workspaceName", workspace.time_zone AS "timeZone",
                    operator.id, operator.name
               FROM session
               JOIN workspace ON workspace.id = session.workspace
               JOIN operator ON operator.workspace = session.workspace AND operator.id = session.operator
              WHERE session.hash = $1 AND session.expires_at > now()`,
      values: [sha256(token)],
    })
    const [row] = rows
    if (!row) return undefined
    const { id, name, ...session } = row
    return { ...session, operator: { id, name } }
  }

  /** Opens a session by a sign-in link. Answers its token, or undefined where the link is unknown or over. */
  async signIn(linkToken: string): Promise<string | undefined> {
    if (linkToken.length > 500) return undefined
    const token = randomBytes(32).toString('base64url')
    const { rowCount } = await this.#pool.query(
      `INSERT INTO session (workspace, hash, operator, expires_at)
       SELECT workspace, $2, operator, now() + make_interval(days => $3)
         FROM sign_in_link WHERE hash = $1 AND expires_at > now()`,
      [sha256(linkToken), sha256(token), sessionDays],
    )
    return rowCount ? token : undefined
  }

  async signOut(token: string): Promise<void> {
    await this.#pool.query('DELETE FROM session WHERE hash = $1', [sha256(token)])
  }
}

export const sessionDays = 30
