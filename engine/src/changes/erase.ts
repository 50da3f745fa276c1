import type pg from 'pg'
import type { Engine } from '../engine.ts'
import { transaction } from '../storage/database.ts'
import type { PromisedPoke } from '../storage/writes.ts'
import { tellError } from '../tell-error.ts'
import { idsLock } from './take-messages.ts'

/** Events that one statement deletes at most: nobody waits long behind it. */
const eventsAtOnce = 10_000
/** What was under way as she was erased has arrived by then. */
const laterMs = 60_000
/** An id that is shorter may as well be a number or a word of somebody's sentence. */
const shortestNamed = 5

interface Erasure {
  workspace: number
  id: string
}

/**
 * Erases a customer everywhere, together with the anonymous ones she has claimed. From when this resolves nobody is known
 * by her ids: what comes under them makes a new customer. Counts keep their totals; her workflows are rung, and end.
 * Answers false where nobody is known by this id. What a crash leaves, and a touch that was on its way, `finishErasures` takes.
 */
export async function eraseCustomer(engine: Engine, workspace: number, id: string, by: string): Promise<boolean> {
  const erasure = await transaction(engine.pool, (client) => begin(client, workspace, id, by))
  if (!erasure) return false
  try {
    await finish(engine, erasure)
  } catch (error) {
    engine.log.warn(
      { workspace, erasure: erasure.id, error: tellError(error) },
      'an erasure was begun and will be finished',
    )
  }
  return true
}

/** Finishes what was begun over a minute ago. Answers how many. */
export async function finishErasures(engine: Engine, olderThanMs = laterMs): Promise<number> {
  const { rows } = await engine.pool.query<Erasure>(
    `SELECT workspace, id FROM erasure WHERE done_at IS NULL
        AND asked_at < clock_timestamp() - make_interval(secs => $1) ORDER BY asked_at LIMIT 100`,
    [olderThanMs / 1000],
  )
  for (const erasure of rows) await finish(engine, erasure, true)
  return rows.length
}

/**
 * Takes her ids away, while nobody looks anybody up: whoever found her before has committed, and nobody finds her after, in
 * Postgres or in memory.
 * Locks no customer: whoever has looked her up waits for hers under the same lock.
 */
async function begin(
  client: pg.ClientBase,
  workspace: number,
  value: string,
  by: string,
): Promise<Erasure | undefined> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [idsLock, workspace])
  const { rows } = await client.query<Erasure>(
    `WITH found AS (
       SELECT coalesce(c.claimed_by, c.id) AS id FROM customer_id i
         JOIN customer c ON c.workspace = i.workspace AND c.id = i.customer
        WHERE i.workspace = $1 AND i.value = $2 ORDER BY i.kind DESC LIMIT 1
     ), hers AS (
       SELECT c.id, c.first_id, c.attributes FROM customer c JOIN found ON c.id = found.id WHERE c.workspace = $1
       UNION ALL
       SELECT c.id, c.first_id, c.attributes FROM customer c JOIN found ON c.claimed_by = found.id WHERE c.workspace = $1
     ), unnamed AS (
       DELETE FROM customer_id i USING hers WHERE i.workspace = $1 AND i.customer = hers.id RETURNING i.value
     ), told AS (
       UPDATE workspace SET erasures = erasures + 1 WHERE id = $1 AND EXISTS (SELECT FROM hers)
     ), names AS (
       SELECT value FROM unnamed UNION SELECT first_id FROM hers
       UNION SELECT attributes ->> a.name FROM hers CROSS JOIN unnest(ARRAY['email', 'phone']) AS a(name)
     )
     INSERT INTO erasure (workspace, asked_by, customers, names)
     SELECT $1, $3, ARRAY(SELECT id FROM hers ORDER BY id), ARRAY(SELECT value FROM names WHERE value <> '')
      WHERE EXISTS (SELECT FROM hers)
     RETURNING workspace, id`,
    [workspace, value, by],
  )
  return rows[0]
}

const eraseText = `
WITH left_journeys AS (
  DELETE FROM enrollment WHERE workspace = $1 AND customer = ANY($2) RETURNING id, journey, epoch, state, node
), unwatched AS (
  DELETE FROM watch WHERE workspace = $1 AND customer = ANY($2)
), unvisited AS (
  DELETE FROM visit v USING left_journeys e WHERE v.workspace = $1 AND v.enrollment = e.id
), untouched AS (
  DELETE FROM touch WHERE workspace = $1 AND customer = ANY($2) RETURNING state, content #>> '{headers,Message-ID}' AS mail
), uncaught AS (
  DELETE FROM caught_mail WHERE workspace = $1 AND message_id IN (SELECT mail FROM untouched)
), untested AS (
  DELETE FROM test_message WHERE workspace = $1 AND customer = ANY($2) RETURNING content #>> '{headers,Message-ID}' AS mail
), uncaught_tests AS (
  DELETE FROM caught_mail WHERE workspace = $1 AND message_id IN (SELECT mail FROM untested)
), unasked AS (
  DELETE FROM consent WHERE workspace = $1 AND customer = ANY($2)
), unrejected AS (
  DELETE FROM rejected WHERE workspace = $1 AND EXISTS (SELECT FROM unnest($3::text[]) AS t(told) WHERE strpos(message, told) > 0)
), unanswered AS (
  DELETE FROM idempotency
   WHERE workspace = $1 AND EXISTS (SELECT FROM unnest($3::text[]) AS t(told) WHERE strpos(body::text, told) > 0)
), unsaid AS (
  UPDATE comment SET text = regexp_replace(text, $5, '[…]', 'gi') WHERE workspace = $1 AND $5 <> '' AND text ~* $5
  RETURNING journey, thread
), news AS (
  UPDATE comment_thread SET changed_at = clock_timestamp()
   WHERE workspace = $1 AND (journey, id) IN (SELECT journey, thread FROM unsaid)
), unknown AS (
  DELETE FROM customer WHERE workspace = $1 AND id = ANY($2)
), counted AS (
  INSERT INTO count_delta (workspace, journey, epoch, delta)
  SELECT $1, e.journey, e.epoch, jsonb_build_object('here:' || e.node, -1, 'ended:' || coalesce(c.reason, 'erased'), 1)
    FROM left_journeys e LEFT JOIN journey_cut c ON c.workspace = $1 AND c.journey = e.journey AND c.epoch = e.epoch
   WHERE e.state <> 'ended'
), noted AS (
  UPDATE erasure SET sending = sending || ARRAY(SELECT coalesce(mail, '') FROM untouched WHERE state = 'sending')
   WHERE workspace = $1 AND id = $4
)
INSERT INTO poke (workspace, enrollment, fresh) SELECT $1, id, false FROM left_journeys WHERE state <> 'ended'
RETURNING id, workspace, enrollment`

/** Deletes all that is hers. May be repeated, and overlap itself. `later`: what was on its way has arrived. */
async function finish(engine: Engine, { workspace, id }: Erasure, later = false): Promise<void> {
  const { pool, poker } = engine
  const { rows } = await pool.query<{ customers: number[]; names: string[] }>(
    'SELECT to_jsonb(customers) AS customers, names FROM erasure WHERE workspace = $1 AND id = $2 AND done_at IS NULL',
    [workspace, id],
  )
  const [found] = rows
  if (!found) return
  const { customers, names } = found
  const pokes = await transaction(pool, async (client) => {
    // A step of hers that is under way commits first, and the next one finds no enrollment.
    await client.query('SELECT FROM customer WHERE workspace = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR UPDATE', [
      workspace,
      customers,
    ])
    const told = names.flatMap(waysToTell)
    // Few of her names, if any, are in a comment: a pattern of all of them could be too long.
    const { rows: said } = await client.query<{ name: string }>(
      `SELECT name FROM unnest($2::text[]) AS t(name) WHERE EXISTS (
         SELECT FROM comment WHERE workspace = $1 AND strpos(lower(text), lower(name)) > 0)`,
      [workspace, names.filter((name) => name.length >= shortestNamed)],
    )
    return (
      await client.query<Pick<PromisedPoke, 'id' | 'workspace' | 'enrollment'>>(eraseText, [
        workspace,
        customers,
        told,
        id,
        whereverNamed(said.map(({ name }) => name)),
      ])
    ).rows
  })
  poker.ring(pokes.map((poke) => ({ ...poke, fresh: false, untilMs: null })))

  for (let gone: number | null = eventsAtOnce; gone === eventsAtOnce; ) {
    gone = (
      await pool.query(
        `DELETE FROM event e USING (SELECT customer, number, received_at FROM event
            WHERE workspace = $1 AND customer = ANY($2::bigint[]) LIMIT ${eventsAtOnce}) AS d
          WHERE e.workspace = $1 AND e.customer = d.customer AND e.number = d.number AND e.received_at = d.received_at`,
        [workspace, customers],
      )
    ).rowCount
  }
  await pool.query(
    `WITH uncaught AS (
       DELETE FROM caught_mail m USING erasure e WHERE e.workspace = $1 AND e.id = $2
          AND m.workspace = $1 AND m.message_id = ANY(e.sending))
     UPDATE erasure SET customers = '{}', names = '{}', sending = CASE WHEN $3 THEN '{}' ELSE sending END,
            done_at = CASE WHEN $3 OR sending = '{}' THEN clock_timestamp() END
      WHERE workspace = $1 AND id = $2`,
    [workspace, id, later],
  )
}

/** How JSON says a name: as a text, and as an id or a phone that was sent as a number. */
function waysToTell(name: string): string[] {
  const isNumber = /^-?\d/.test(name) && String(Number(name)) === name
  const numbers = isNumber
    ? ['userId', 'anonymousId', 'phone'].flatMap((key) => [`"${key}":${name},`, `"${key}":${name}}`])
    : []
  return [JSON.stringify(name), ...numbers]
}

/**
 * A regular expression of Postgres for her names in what people wrote, each as a word of its own: neither inside another's,
 * nor the beginning of another's address. Empty where there is none.
 */
function whereverNamed(names: readonly string[]): string {
  if (names.length === 0) return ''
  // The longest first: her address rather than her id in it.
  const either = names
    .toSorted((one, other) => other.length - one.length)
    .map((name) => name.replace(/[^\p{L}\p{N}\s]/gu, '\\$&'))
    .join('|')
  return `(?<![A-Za-z0-9_@.+-])(?:${either})(?![A-Za-z0-9_@-]|\\.[A-Za-z0-9])`
}
