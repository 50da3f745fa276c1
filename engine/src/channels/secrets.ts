import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import type { Seal } from './seal.ts'

/** The values of a workspace's secrets, by name. */
export type SecretValues = Pick<ReadonlyMap<string, string>, 'get'>
export type Secrets = (workspace: number) => Promise<SecretValues>

/** What a kept secret is about: one that was moved to another name opens nothing. */
export const aboutSecret = (workspace: number, name: string): string => `secret ${workspace}.${name}`

/** Known to this process alone, so that nothing a customer sends can pass for a secret. */
const nonce = randomBytes(8).toString('hex')
const marker = new RegExp(`wendsecret${nonce}x([0-9a-f]*)z`, 'gi')
const remnant = new RegExp(nonce, 'gi')

/** Where a secret stands in what is kept: framed, because the words alone may come from anybody. */
const frame = '\u0001'
const kept = new RegExp(`${frame}\\{\\{ secrets\\.([A-Za-z0-9_-]*) \\}\\}${frame}`, 'g')

/** What a secret may be called. */
export const secretName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/)

const markerOf = (name: string): string => `wendsecret${nonce}x${Buffer.from(name).toString('hex')}z`
/** What cannot be a secret's name has the marker of none, so that it fails at sending like a secret that is not there. */
const markerFor = (name: string): string => markerOf(secretName.safeParse(name).success ? name : '')

/**
 * What `{{ secrets.name }}` renders to, for every name: letters and digits that pass every escaping unchanged. Whether
 * there is such a secret is asked at sending. `keepSecretsNamed` must be asked before the text leaves this process.
 */
export const secretMarkers: Readonly<Record<string, string>> = new Proxy<Record<string, string>>(
  {},
  {
    get: (_, name) => (typeof name === 'string' ? markerFor(name) : undefined),
    has: (_, name) => typeof name === 'string',
    // Templates see an object's own properties only.
    getOwnPropertyDescriptor: (_, name) =>
      typeof name === 'string'
        ? { value: markerFor(name), enumerable: true, configurable: true, writable: false }
        : undefined,
  },
)

/** Turns the markers in a rendered text into names that can be kept and read by people. It holds no value. */
export function keepSecretsNamed(rendered: string): string {
  return (
    rendered
      .replaceAll(frame, '')
      .replace(marker, (_, name: string) => `${frame}{{ secrets.${Buffer.from(name, 'hex').toString()} }}${frame}`)
      // A filter cut a marker in two: named as no secret, so that it is never sent.
      .replace(remnant, `${frame}{{ secrets. }}${frame}`)
  )
}

/** A rendered text where no secret may stand: it goes to customers. */
export const withoutSecrets = (rendered: string): string => rendered.replace(marker, '').replace(remnant, '')

/** A text that was kept, with every secret replaced by what `fill` says. */
export const fillSecrets = (text: string, fill: (name: string) => string): string =>
  text.replace(kept, (_, name: string) => fill(name))

/** A text that was kept, as people read it. */
export const secretsAsWritten = (text: string): string => fillSecrets(text, (name) => `{{ secrets.${name} }}`)

const keptForMs = 10_000
const mostWorkspaces = 1_000
const rows = z.array(z.object({ name: z.string(), value: z.string() }))

/** Reads secrets from Postgres and remembers them for ten seconds, sealed as they are: each is opened as it is asked for. */
export function secretsIn(pool: pg.Pool, seal: Seal): Secrets {
  const known = new Map<number, { values: Promise<SecretValues>; untilMs: number }>()

  const read = async (workspace: number): Promise<SecretValues> => {
    const found = await pool.query('SELECT name, value FROM secret WHERE workspace = $1', [workspace])
    const kept = new Map(rows.parse(found.rows).map(({ name, value }) => [name, value]))
    return {
      get(name) {
        const value = kept.get(name)
        return value === undefined ? undefined : seal.open(value, aboutSecret(workspace, name))
      },
    }
  }

  return (workspace) => {
    const remembered = known.get(workspace)
    if (remembered && remembered.untilMs > Date.now()) return remembered.values
    if (known.size >= mostWorkspaces) known.clear()
    const values = read(workspace)
    values.catch(() => known.delete(workspace))
    known.set(workspace, { values, untilMs: Date.now() + keptForMs })
    return values
  }
}
