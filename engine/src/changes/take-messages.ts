import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Engine } from '../engine.ts'
import { transaction } from '../storage/database.ts'
import type { PromisedPoke } from '../storage/writes.ts'
import { type CustomerChange, changeCustomers } from './door.ts'
import type { Incoming } from './incoming.ts'
import type { Listening } from './plans.ts'
import {
  IdsMoved,
  idsOf,
  keepClaims,
  knownIdsSql,
  lockCustomers,
  makePeople,
  nowMsSql,
  type Person,
  type Resolved,
  resolve,
  storableIds,
} from './resolve.ts'
import { type StoredEvent, store } from './store.ts'

/** Ingest holds this lock shared, a change of what is listened to holds it alone: nobody takes events against an old set. */
export const listeningLock = 1_464_157_764

const attempts = 64

export interface Taken {
  accepted: number
  /** Messages whose id was taken before. */
  repeated: number
}

/** Begins a transaction's work on a workspace's customers. In a statement of its own: the next one reads what is listened to now. */
export const holdListening = (client: pg.ClientBase, workspace: number): Promise<unknown> =>
  client.query({
    name: 'hold-listening',
    text: 'SELECT pg_advisory_xact_lock_shared($1, $2)',
    values: [listeningLock, workspace],
  })

/**
 * Takes messages about customers, each id once, in the order given. Durable when it resolves; workflows are rung after.
 * A batch costs the same statements whatever its size and however many journeys are live: see the README.
 */
export async function takeMessages(
  engine: Engine,
  workspace: number,
  messages: readonly Incoming[],
  options: { silent: boolean },
): Promise<Taken> {
  const first = new Map<string, Incoming>()
  for (const message of messages.map(storableIds))
    if (!first.has(message.messageId)) first.set(message.messageId, message)
  const unique = [...first.values()]
  if (unique.length === 0) return { accepted: 0, repeated: 0 }

  const { accepted, pokes } = await retryMovedIds(() =>
    transaction(engine.pool, (client) => take(engine, client, workspace, unique, options.silent)),
  )
  engine.poker.ring(pokes)
  return { accepted, repeated: messages.length - accepted }
}

/** Another batch may make the same customers at the same moment; then this one begins anew and finds them. */
export async function retryMovedIds<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof IdsMoved) || attempt === attempts) throw error
    }
  }
}

async function take(
  engine: Engine,
  client: pg.ClientBase,
  workspace: number,
  unique: Incoming[],
  silent: boolean,
): Promise<{ accepted: number; pokes: PromisedPoke[] }> {
  await holdListening(client, workspace)
  const ids = unique.map(({ messageId }) => seenId(messageId))
  const { kinds, values } = idsOf(unique)
  const { rows } = await client.query<{
    fresh: string[]
    known: Parameters<typeof resolve>[1]
    listening: number
    nowMs: number
  }>({
    name: 'first-look',
    text: `
      WITH fresh AS (
        INSERT INTO message_seen (workspace, id) SELECT $1, id FROM unnest($2::uuid[]) AS r(id) ORDER BY id
        ON CONFLICT DO NOTHING RETURNING id
      )
      SELECT ARRAY(SELECT id FROM fresh) AS fresh, ${knownIdsSql('$3', '$4')} AS known,
        (SELECT listening FROM workspace WHERE id = $1) AS listening,
        ${nowMsSql} AS "nowMs"`,
    values: [workspace, ids, kinds, values],
  })
  const look = rows[0]
  if (!look) throw new Error('no answer to a first look')

  const freshIds = new Set(look.fresh)
  const fresh = unique.filter((_, nth) => freshIds.has(ids[nth] ?? ''))
  if (fresh.length === 0) return { accepted: 0, pokes: [] }
  const resolved = resolve(fresh, look.known)
  await makePeople(client, workspace, resolved)
  await keepClaims(client, workspace, resolved)
  const listening = await engine.plans.listening(client, workspace, look.listening)

  const { changing, plain } = split(fresh, resolved, listening, silent)
  const changes = await lock(client, workspace, changing)
  const stored: StoredEvent[] = plain.map(({ person, message }) => ({ ...message, customer: person.row }))
  if (changes.length === 0) {
    await store(client, workspace, look.nowMs, stored, [], silent)
    return { accepted: fresh.length, pokes: [] }
  }
  const { pokes } = await changeCustomers(engine, client, workspace, listening, changes, { silent, plain: stored })
  return { accepted: fresh.length, pokes }
}

/**
 * Only who changes, or does what somebody listens to, is locked and matched, with all that she does in this batch; the
 * events of all others are plain rows.
 */
function split(fresh: Incoming[], { of }: Resolved, listening: Listening, silent: boolean) {
  const behind = fresh.flatMap((message, nth) => {
    const person = of[nth]
    return person ? [{ message, person }] : []
  })
  const matters = ({ message, person }: { message: Incoming; person: Person }): boolean =>
    (!silent && listening.names.has(message.name)) ||
    person.promoted ||
    Object.keys(message.attributes).length > 0 ||
    ('timezone' in message.fill && !person.hasTimeZone) ||
    ('locale' in message.fill && !person.hasLocale)

  const changing = new Map<Person, Incoming[]>()
  for (const one of behind) if (matters(one)) changing.set(one.person, [])
  const plain: typeof behind = []
  for (const one of behind) {
    const mine = changing.get(one.person)
    if (mine) mine.push(one.message)
    else plain.push(one)
  }
  return { changing, plain }
}

async function lock(
  client: pg.ClientBase,
  workspace: number,
  changing: Map<Person, Incoming[]>,
): Promise<CustomerChange[]> {
  if (changing.size === 0) return []
  const byRow = new Map([...changing].map(([person, messages]) => [person.row, { person, messages }]))
  const locked = await lockCustomers(client, workspace, [...byRow.keys()])
  return locked.flatMap((row): CustomerChange[] => {
    const found = byRow.get(row.row)
    if (!found) return []
    const { person, messages } = found
    if (person.promoted && (row.claimed || (row.userId !== null && row.userId !== person.userId)))
      throw new IdsMoved('an anonymous customer was claimed meanwhile')
    return [{ locked: row, messages, ...(person.promoted && person.userId !== null && { promotedTo: person.userId }) }]
  })
}

/** The first half of a message id's SHA-256, as a UUID. */
function seenId(messageId: string): string {
  const hex = createHash('sha256').update(messageId).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
