import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'

/** `api` does everything; `write-server` writes events; `write-browser` is public and writes anonymous customers only. */
export type KeyKind = 'api' | 'write-server' | 'write-browser'

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Makes a key and answers it in clear, for the only time: Postgres keeps its SHA-256. */
export async function createKey(pool: pg.Pool, workspace: number, kind: KeyKind): Promise<string> {
  const key = `wend_${kind === 'api' ? 'api' : 'write'}_${randomBytes(24).toString('base64url')}`
  await pool.query('INSERT INTO access_key (workspace, hash, kind, hint) VALUES ($1, $2, $3, $4)', [
    workspace,
    sha256(key),
    kind,
    key.slice(-4),
  ])
  return key
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
  readonly #pool: pg.Pool
  readonly #holders = new Map<string, { holder: KeyHolder; untilMs: number }>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async holderOf(key: string): Promise<KeyHolder | undefined> {
    if (key.length > 500) return undefined
    const hash = sha256(key)
    const name = hash.toString('base64')
    const known = this.#holders.get(name)
    if (known && known.untilMs > Date.now()) return known.holder
    const { rows } = await this.#pool.query<KeyHolder>({
      name: 'key-holder',
      text: 'SELECT workspace, kind, hint FROM access_key WHERE hash = $1 AND revoked_at IS NULL',
      values: [hash],
    })
    const [holder] = rows
    this.#holders.delete(name)
    if (!holder) return undefined
    if (this.#holders.size >= mostRemembered) this.#holders.clear()
    this.#holders.set(name, { holder, untilMs: Date.now() + rememberMs })
    return holder
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
