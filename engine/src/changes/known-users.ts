import type { Incoming } from './incoming.ts'
import type { KnownId } from './resolve.ts'

/** Of all workspaces together: some 15 MB. */
const mostUsers = 100_000

interface Kept {
  /** How often customers had been erased in the workspace when this was read. */
  erasures: number
  rows: Map<string, number>
}

/**
 * The rows of users in memory, so that what a known user does looks nobody up: half of what a plain event costs Postgres. A
 * user id stands for the same row until she is erased; the workspace counts its erasures, and ingest reads the count in the
 * transaction that holds them off.
 */
export class KnownUsers {
  readonly #kept = new Map<number, Kept>()
  #users = 0

  /** Parts a batch: whom Postgres has to be asked for, and who is in memory. */
  part(workspace: number, messages: readonly Incoming[]): { asked: Incoming[]; known: KnownId[]; erasures?: number } {
    const kept = this.#kept.get(workspace)
    if (!kept) return { asked: [...messages], known: [] }
    const looked = new Set(messages.flatMap((one) => (isPlain(one) ? [] : [one.userId])))
    const known = new Map<string, KnownId>()
    const asked: Incoming[] = []
    for (const message of messages) {
      const { userId } = message
      const row = userId === undefined || looked.has(userId) ? undefined : kept.rows.get(userId)
      if (userId === undefined || row === undefined) asked.push(message)
      else if (!known.has(userId)) known.set(userId, knownUser(userId, row))
    }
    return { asked, known: [...known.values()], erasures: kept.erasures }
  }

  /** Keeps who was found, by what the same statement read of the workspace. */
  keep(workspace: number, erasures: number, found: readonly KnownId[]): void {
    if (this.#users > mostUsers) this.#clear()
    let kept = this.#kept.get(workspace)
    if (kept?.erasures !== erasures) {
      this.#users -= kept?.rows.size ?? 0
      kept = { erasures, rows: new Map() }
      this.#kept.set(workspace, kept)
    }
    const before = kept.rows.size
    for (const { kind, value, customer } of found) if (kind === 'user') kept.rows.set(value, customer)
    this.#users += kept.rows.size - before
  }

  #clear(): void {
    this.#kept.clear()
    this.#users = 0
  }
}

/** It says nothing for which more of its user must be known than her row. */
const isPlain = ({ anonymousId, fill }: Incoming): boolean =>
  anonymousId === undefined && Object.keys(fill).length === 0

/** Of a user known by her row alone nothing is asked that only a look tells. */
const knownUser = (userId: string, row: number): KnownId => ({
  kind: 'user',
  value: userId,
  customer: row,
  userId,
  firstId: userId,
  hasTimeZone: true,
  hasLocale: true,
  claimed: false,
})
