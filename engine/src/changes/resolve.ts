import type pg from 'pg'
import { asMs } from '../storage/enrollment-rows.ts'
import { toJsonb, toText } from '../storage/to-jsonb.ts'
import type { Incoming } from './incoming.ts'

type Kind = 'user' | 'anonymous'
type Ids = Pick<Incoming, 'userId' | 'anonymousId' | 'browser'>

/** A customer whom a batch speaks of. */
export interface Person {
  /** The row; 0 until it is made. */
  row: number
  userId: string | null
  firstId: string
  hasTimeZone: boolean
  hasLocale: boolean
  /** A known anonymous customer who is now told to be this user. */
  promoted: boolean
  /** An anonymous customer who belongs to a user already, as a customer of her own until she is merged. */
  claimed: boolean
}

/** An id that somebody is known by. */
export interface KnownId {
  kind: Kind
  value: string
  customer: number
  userId: string | null
  firstId: string
  hasTimeZone: boolean
  hasLocale: boolean
  claimed: boolean
}

/** Whether she is a user, or belongs to one. */
const isKnown = ({ userId, claimed }: Pick<Person, 'userId' | 'claimed'>): boolean => userId !== null || claimed

const slot = (kind: Kind, value: string): string => `${kind}:${value}`

/** A message whose ids are as Postgres can hold them; two that it cannot tell apart are one. */
export const storableIds = (message: Incoming): Incoming => ({
  ...message,
  messageId: toText(message.messageId),
  ...(message.userId !== undefined && { userId: toText(message.userId) }),
  ...(message.anonymousId !== undefined && { anonymousId: toText(message.anonymousId) }),
})

/** The ids of a batch as rows of `customer_id`. */
export function idsOf(messages: readonly Ids[]): { kinds: Kind[]; values: string[] } {
  const ids = new Map<string, [Kind, string]>()
  for (const { userId, anonymousId } of messages) {
    if (userId !== undefined) ids.set(slot('user', userId), ['user', userId])
    if (anonymousId !== undefined) ids.set(slot('anonymous', anonymousId), ['anonymous', anonymousId])
  }
  return { kinds: [...ids.values()].map(([kind]) => kind), values: [...ids.values()].map(([, value]) => value) }
}

/** Part of a first statement: who is known by these ids, given as two parameters of text[]. $1 is the workspace. */
export const knownIdsSql = (kinds: string, values: string): string => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value, 'customer', i.customer, 'userId', c.user_id,
    'firstId', c.first_id, 'hasTimeZone', c.attributes ? 'timezone', 'hasLocale', c.attributes ? 'locale', 'claimed', c.claimed_by IS NOT NULL)), '[]')
  FROM unnest(${kinds}::text[], ${values}::text[]) AS w(kind, value)
  CROSS JOIN LATERAL (SELECT * FROM customer_id i WHERE i.workspace = $1 AND i.kind = w.kind AND i.value = w.value OFFSET 0) i
  CROSS JOIN LATERAL (SELECT * FROM customer c WHERE c.workspace = $1 AND c.id = i.customer OFFSET 0) c)`

/** Who stands behind each message, and the ids that are new. */
export interface Resolved {
  people: Person[]
  /** A message's person, by the message's place. None where a browser without a user token speaks of somebody known. */
  of: (Person | undefined)[]
  fresh: { kind: Kind; value: string; person: Person }[]
  /** Anonymous customers whom a known user claims first. */
  claims: { anonymous: Person; by: Person }[]
}

/**
 * Finds or invents the person behind each message, in order. An anonymous id belongs to the first user who claims it;
 * where both ids are already two customers, the user's is taken and the claim is kept: merging comes with its own issue, and
 * nothing is lost, because every event keeps its message.
 */
export function resolve(messages: readonly Ids[], known: readonly KnownId[]): Resolved {
  const rows = new Map<number, Person>()
  const bySlot = new Map<string, Person>()
  const people: Person[] = []
  const fresh: Resolved['fresh'] = []
  const claims: Resolved['claims'] = []
  for (const { kind, value, customer: row, ...rest } of known) {
    const person = rows.get(row) ?? { row, ...rest, promoted: false }
    if (!rows.has(row)) people.push(person)
    rows.set(row, person)
    bySlot.set(slot(kind, value), person)
  }

  const claim = (kind: Kind, value: string, person: Person): void => {
    bySlot.set(slot(kind, value), person)
    fresh.push({ kind, value, person })
  }
  const invent = (userId: string | null, firstId: string): Person => {
    const person: Person = {
      row: 0,
      userId,
      firstId,
      hasTimeZone: false,
      hasLocale: false,
      promoted: false,
      claimed: false,
    }
    people.push(person)
    return person
  }

  const of = messages.map(({ userId, anonymousId, browser }) => {
    const anonymous = anonymousId === undefined ? undefined : bySlot.get(slot('anonymous', anonymousId))
    if (browser === 'unsigned' && anonymous && isKnown(anonymous)) return undefined
    let person = userId === undefined ? anonymous : bySlot.get(slot('user', userId))
    const free = anonymous !== undefined && !isKnown(anonymous)
    if (person && free && anonymous !== person) {
      anonymous.claimed = true
      claims.push({ anonymous, by: person })
    }
    if (!person && userId !== undefined) {
      if (free) {
        person = anonymous
        person.userId = userId
        person.promoted = person.row !== 0
      } else person = invent(userId, userId)
      claim('user', userId, person)
    }
    person ??= invent(null, anonymousId ?? '')
    if (anonymousId !== undefined && !anonymous) claim('anonymous', anonymousId, person)
    return person
  })
  return { people, of, fresh, claims }
}

/** Keeps who claimed an anonymous customer first. No statement where nobody did. */
export async function keepClaims(client: pg.ClientBase, workspace: number, { claims }: Resolved): Promise<void> {
  if (claims.length === 0) return
  await client.query({
    name: 'keep-claims',
    text: `
      UPDATE customer c SET claimed_by = r.by FROM unnest($2::bigint[], $3::bigint[]) AS r(anonymous, by)
      WHERE c.workspace = $1 AND c.id = r.anonymous AND c.user_id IS NULL AND c.claimed_by IS NULL`,
    values: [workspace, claims.map(({ anonymous }) => anonymous.row), claims.map(({ by }) => by.row)],
  })
}

/** Thrown where another transaction claimed the same ids first: the batch is resolved anew. */
export class IdsMoved extends Error {}

/** Makes the customers and ids that are new: inserted sorted, so that two batches never wait for each other crosswise. */
export async function makePeople(client: pg.ClientBase, workspace: number, { people, fresh }: Resolved): Promise<void> {
  if (fresh.length === 0) return
  const made = people.filter(({ row }) => row === 0)
  const ids = fresh.map(({ kind, value, person }) => ({ kind, value, row: person.row, nth: made.indexOf(person) }))
  const { rows } = await client.query<{ kind: Kind; value: string; row: number }>({
    name: 'make-people',
    text: `
      WITH newcomer AS MATERIALIZED (
        SELECT r.nth, r."userId", r."firstId", nextval(pg_get_serial_sequence('customer', 'id')) AS row
        FROM jsonb_to_recordset($2::jsonb) AS r(nth int, "userId" text, "firstId" text)
      ), claimed AS (
        INSERT INTO customer_id (workspace, kind, value, customer)
        SELECT $1, r.kind, r.value, coalesce(n.row, r.row)
        FROM jsonb_to_recordset($3::jsonb) AS r(kind text, value text, row bigint, nth int) LEFT JOIN newcomer n USING (nth)
        ORDER BY r.kind, r.value
        ON CONFLICT DO NOTHING RETURNING kind, value, customer
      ), made AS (
        INSERT INTO customer (workspace, id, user_id, first_id) SELECT $1, row, "userId", "firstId" FROM newcomer ORDER BY row
      )
      SELECT kind, value, customer AS row FROM claimed`,
    values: [workspace, toJsonb(made.map(({ userId, firstId }, nth) => ({ nth, userId, firstId }))), toJsonb(ids)],
  })
  if (rows.length < fresh.length) throw new IdsMoved('ids were claimed meanwhile')
  const rowOf = new Map(rows.map(({ kind, value, row }) => [slot(kind, value), row]))
  for (const { kind, value, person } of fresh) person.row = rowOf.get(slot(kind, value)) ?? person.row
}

/** A customer under her lock. */
export interface LockedCustomer {
  row: number
  userId: string | null
  firstId: string
  attributes: unknown
  /** Belongs to a user, though not merged yet. */
  claimed?: boolean
}

/** Locks customers by id, and reads them as they are under the lock. `nowMs` is read after it. */
export async function lockCustomers(
  client: pg.ClientBase,
  workspace: number,
  rows: readonly number[],
): Promise<LockedCustomer[]> {
  const locked = await client.query<LockedCustomer>({
    name: 'lock-customers',
    text: `SELECT id AS row, user_id AS "userId", first_id AS "firstId", attributes, claimed_by IS NOT NULL AS claimed FROM customer
           WHERE workspace = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR NO KEY UPDATE`,
    values: [workspace, rows],
  })
  return locked.rows
}

/** Now, in whole milliseconds, by Postgres's clock: the time of the reading, not of the transaction's begin. */
export const nowMsSql = asMs('clock_timestamp()')
