import { hash } from 'node:crypto'
import type pg from 'pg'
import type { Engine } from '../engine.ts'
import { type Last, transaction } from '../storage/database.ts'
import type { PromisedPoke } from '../storage/writes.ts'
import { partByBounds } from './attributes.ts'
import { type CustomerChange, changeCustomers } from './door.ts'
import type { Incoming } from './incoming.ts'
import type { Listening } from './plans.ts'
import {
  IdsMoved,
  idsOf,
  type KnownId,
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
/** Whoever looks customers up by their ids holds this lock shared, whoever takes ids away holds it alone. */
export const idsLock = 1_464_157_765

const attempts = 64

/** A message that was not taken, by its place. It may be sent again. */
export interface Refusal {
  nth: number
  /** `claimed-anonymous-id`: a browser without a user token spoke of a known customer. */
  code: 'claimed-anonymous-id' | 'too-many-attributes'
}

/** What came of one message. */
export type Outcome = 'accepted' | 'repeated' | Refusal['code']

export interface Taken {
  accepted: number
  /** Messages whose id was taken before. */
  repeated: number
  refused: Refusal[]
}

/** A message on its way in. */
interface Arrived {
  nth: number
  /** What it is known by as seen. */
  id: string
  message: Incoming
}

/**
 * Begins a transaction that looks a workspace's customers up. In a statement of its own: the next one reads what is listened to,
 * and who is known, now.
 */
export const holdListeningAndIds = (workspace: number): string =>
  `SELECT pg_advisory_xact_lock_shared(${listeningLock}, ${Math.trunc(workspace)}), pg_advisory_xact_lock_shared(${idsLock}, ${Math.trunc(workspace)})`

/** The same for who has locked a customer already: ids she needs no more, and nobody who waits for them waits for her. */
export const holdListening = (client: pg.ClientBase, workspace: number): Promise<unknown> =>
  client.query({
    name: 'step-listens',
    text: 'SELECT pg_advisory_xact_lock_shared($1, $2)',
    values: [listeningLock, workspace],
  })

/** Takes messages about customers, each id once, in the order given. Durable when it resolves; workflows are rung after. */
export async function takeMessages(
  engine: Engine,
  workspace: number,
  messages: readonly Incoming[],
  options: { silent: boolean },
): Promise<Taken> {
  return takenOf(await takeEach(engine, workspace, messages, options))
}

/** Sums up what came of each message. */
export function takenOf(outcomes: readonly Outcome[]): Taken {
  const taken: Taken = { accepted: 0, repeated: 0, refused: [] }
  for (const [nth, outcome] of outcomes.entries()) {
    if (outcome === 'accepted' || outcome === 'repeated') taken[outcome] += 1
    else taken.refused.push({ nth, code: outcome })
  }
  return taken
}

/**
 * The same, and says what came of each message, by its place.
 * A batch costs the same statements whatever its size and however many journeys are live: see the README.
 */
export async function takeEach(
  engine: Engine,
  workspace: number,
  messages: readonly Incoming[],
  options: { silent: boolean },
): Promise<Outcome[]> {
  const first = new Map<string, Arrived>()
  for (const [nth, message] of messages.map(storableIds).entries()) {
    const id = seenId(message)
    if (!first.has(id)) first.set(id, { nth, id, message })
  }
  const outcomes = messages.map((): Outcome => 'repeated')
  const unique = [...first.values()]
  if (unique.length === 0) return outcomes

  const { accepted, refused, pokes } = await retryMovedIds(() =>
    transaction(
      engine.pool,
      (client, last) => take(engine, client, last, workspace, unique, options.silent),
      holdListeningAndIds(workspace),
    ),
  )
  engine.poker.ring(pokes)
  for (const nth of accepted) outcomes[nth] = 'accepted'
  for (const { nth, code } of refused) outcomes[nth] = code
  return outcomes
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
  last: Last,
  workspace: number,
  unique: Arrived[],
  silent: boolean,
): Promise<{ accepted: number[]; refused: Refusal[]; pokes: PromisedPoke[] }> {
  const parted = engine.users.part(
    workspace,
    unique.map(({ message }) => message),
  )
  const { kinds, values } = idsOf(parted.asked)
  const { rows } = await client.query<{
    fresh: string[]
    known: KnownId[]
    listening: number
    erasures: number
    nowMs: number
  }>({
    name: 'first-look',
    text: `
      WITH fresh AS (
        INSERT INTO message_seen (workspace, id) SELECT $1, id FROM unnest($2::uuid[]) AS r(id) ORDER BY id
        ON CONFLICT DO NOTHING RETURNING id
      )
      SELECT ARRAY(SELECT id FROM fresh) AS fresh, ${knownIdsSql('$3', '$4')} AS known,
        w.listening, w.erasures, ${nowMsSql} AS "nowMs"
      FROM workspace w WHERE w.id = $1`,
    values: [workspace, unique.map(({ id }) => id), kinds, values],
  })
  const look = rows[0]
  if (!look) throw new Error('no answer to a first look')
  engine.users.keep(workspace, look.erasures, look.known)
  if (parted.known.length > 0 && parted.erasures !== look.erasures) throw new IdsMoved('somebody was erased meanwhile')

  const freshIds = new Set(look.fresh)
  const fresh = unique.filter(({ id }) => freshIds.has(id))
  if (fresh.length === 0) return { accepted: [], refused: [], pokes: [] }
  const resolved = resolve(
    fresh.map(({ message }) => message),
    // Who was looked up comes first: of her more is known than her row.
    [...look.known, ...parted.known],
  )
  await makePeople(client, workspace, resolved)
  await keepClaims(client, workspace, resolved)
  const listening = await engine.plans.listening(client, workspace, look.listening)

  const { changing, plain, unknown } = split(fresh, resolved, listening, silent)
  const { changes, beyond } = await lock(client, workspace, changing)
  const refused: (Arrived & Refusal)[] = [
    ...unknown.map((arrived) => ({ ...arrived, code: 'claimed-anonymous-id' as const })),
    ...beyond.map((arrived) => ({ ...arrived, code: 'too-many-attributes' as const })),
  ]
  await unsee(client, workspace, refused)
  const aside = new Set(refused.map(({ nth }) => nth))
  const taken = {
    accepted: fresh.map(({ nth }) => nth).filter((nth) => !aside.has(nth)),
    refused: refused.map(({ nth, code }) => ({ nth, code })),
  }
  const stored: StoredEvent[] = plain.map(({ person, message }) => ({ ...message, customer: person.row }))
  if (changes.length === 0) {
    await last(store(client, workspace, look.nowMs, stored, [], silent))
    return { ...taken, pokes: [] }
  }
  const { pokes } = await changeCustomers(engine, client, workspace, listening, changes, {
    silent,
    plain: stored,
    last,
  })
  return { ...taken, pokes }
}

/** A message of somebody. */
type Behind = Arrived & { person: Person }

/**
 * Only who changes, or does what somebody listens to, is locked and matched, with all that she does in this batch; the
 * events of all others are plain rows. `unknown`: messages that may speak of nobody.
 */
function split(fresh: Arrived[], { of }: Resolved, listening: Listening, silent: boolean) {
  const behind: Behind[] = []
  const unknown: Arrived[] = []
  for (const [nth, arrived] of fresh.entries()) {
    const person = of[nth]
    if (person) behind.push({ ...arrived, person })
    else unknown.push(arrived)
  }
  const matters = ({ message, person }: Behind): boolean =>
    (!silent && listening.names.has(message.name)) ||
    person.promoted ||
    Object.keys(message.attributes).length > 0 ||
    ('timezone' in message.fill && !person.hasTimeZone) ||
    ('locale' in message.fill && !person.hasLocale)

  const changing = new Map<Person, Behind[]>()
  for (const one of behind) if (matters(one)) changing.set(one.person, [])
  const plain: Behind[] = []
  for (const one of behind) (changing.get(one.person) ?? plain).push(one)
  return { changing, plain, unknown }
}

async function lock(
  client: pg.ClientBase,
  workspace: number,
  changing: Map<Person, Behind[]>,
): Promise<{ changes: CustomerChange[]; beyond: Arrived[] }> {
  if (changing.size === 0) return { changes: [], beyond: [] }
  const byRow = new Map([...changing].map(([person, arrived]) => [person.row, { person, arrived }]))
  const locked = await lockCustomers(client, workspace, [...byRow.keys()])
  const beyond: Arrived[] = []
  const changes = locked.flatMap((row): CustomerChange[] => {
    const found = byRow.get(row.row)
    if (!found) return []
    const { person, arrived } = found
    const isTaken = row.claimed || (row.userId !== null && row.userId !== person.userId)
    const isKnown = row.claimed || row.userId !== null
    if ((person.promoted && isTaken) || (isKnown && arrived.some(({ message }) => message.browser === 'unsigned')))
      throw new IdsMoved('an anonymous customer was claimed meanwhile')
    const parted = partByBounds(row.attributes, arrived)
    beyond.push(...parted.beyond)
    const messages = parted.within.map(({ message }) => message)
    return [{ locked: row, messages, ...(person.promoted && person.userId !== null && { promotedTo: person.userId }) }]
  })
  return { changes, beyond }
}

/** Forgets that messages were seen. No statement where all were taken. */
async function unsee(client: pg.ClientBase, workspace: number, refused: readonly Arrived[]): Promise<void> {
  if (refused.length === 0) return
  await client.query({
    name: 'unsee',
    text: 'DELETE FROM message_seen WHERE workspace = $1 AND id = ANY($2::uuid[])',
    values: [workspace, refused.map(({ id }) => id)],
  })
}

/**
 * The first half of a message id's SHA-256, as a UUID. A browser's message is known by its sender, too: whoever guesses
 * the id of a server's message cannot use it up.
 */
function seenId({ messageId, userId, anonymousId, browser }: Incoming): string {
  const known = browser ? JSON.stringify([browser, userId ?? anonymousId, messageId]) : messageId
  const hex = hash('sha256', known)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
