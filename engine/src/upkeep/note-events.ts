import pg from 'pg'
import type { Engine } from '../engine.ts'
import { transaction } from '../storage/database.ts'

/** An event is noted so long after it was received: whatever stored it has committed by then. */
const lagSeconds = 5
/** A turn takes at most so many minutes of events, and a run so many turns; what is left is the next run's. */
const turnMinutes = 10
const mostTurns = 300
/** Where there were events before anybody noted them, so many days of them are. */
const firstDays = 2
/** How many of the newest events of a name are found again. */
export const newest = 20
const hourDays = 8
const mostNames = 2_000

/**
 * Notes which events arrived, how many in which hour, and where the newest of each name are. Reads every event once more, in
 * the order received, by an index that costs ingest next to nothing (a summary of blocks, not of rows). Of several workers one
 * does it at a time. Answers how many turns it took.
 */
export async function noteEvents({ pool }: Pick<Engine, 'pool'>): Promise<number> {
  await summarize(pool)
  for (let turn = 0; turn < mostTurns; turn++) if (!(await takeTurn(pool))) return turn
  return mostTurns
}

const lockNotAvailable = '55P03'

/**
 * Brings the index of this month up to the last whole group of blocks; what it does not tell of yet is read whole. Beside a
 * vacuum it is left for the next time: whoever waits for its lock for a second would end it.
 */
async function summarize(pool: pg.Pool): Promise<void> {
  try {
    await transaction(
      pool,
      (client) =>
        client.query(
          `SELECT brin_summarize_new_values(to_regclass('event_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMM') || '_received'))`,
        ),
      `SET LOCAL lock_timeout = '200ms'`,
    )
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === lockNotAvailable)) throw error
  }
}

/** Whether there is more to note. */
const takeTurn = (pool: pg.Pool): Promise<boolean> =>
  transaction(pool, async (client) => {
    await client.query(
      `INSERT INTO event_noted (workspace, upto)
       SELECT id, coalesce((SELECT min(upto) FROM event_noted), now() - make_interval(days => $1)) FROM workspace
       ON CONFLICT DO NOTHING`,
      [firstDays],
    )
    // Rows that another worker holds are its to note.
    const held = await client.query<{ since: string; until: string; more: boolean }>(
      `WITH held AS MATERIALIZED (SELECT upto FROM event_noted ORDER BY workspace FOR UPDATE SKIP LOCKED),
            span AS (SELECT min(upto) AS since, least(min(upto) + make_interval(mins => $1),
                            clock_timestamp() - make_interval(secs => $2)) AS until FROM held)
       SELECT since::text, until::text, until < clock_timestamp() - make_interval(secs => $2 + 1) AS more
         FROM span WHERE since < until AND (SELECT count(*) FROM held) = (SELECT count(*) FROM event_noted)`,
      [turnMinutes, lagSeconds],
    )
    const [span] = held.rows
    if (!span) return false
    await client.query(note, [span.since, span.until])
    return span.more
  })

const note = `
  WITH fresh AS MATERIALIZED (
    SELECT e.workspace, e.name, e.received_at, e.customer, e.number,
           row_number() OVER (PARTITION BY e.workspace, e.name ORDER BY e.received_at DESC, e.number DESC) AS nth
      FROM event e JOIN event_noted n ON n.workspace = e.workspace
     WHERE e.received_at > $1::timestamptz AND e.received_at <= $2::timestamptz AND e.received_at > n.upto
       AND e.kind <> 'identify'
  ), hours AS (
    INSERT INTO event_hour AS h (workspace, name, hour, n)
    SELECT workspace, name, date_trunc('hour', received_at), count(*) FROM fresh GROUP BY 1, 2, 3
    ON CONFLICT (workspace, name, hour) DO UPDATE SET n = h.n + excluded.n
  ), names AS (
    INSERT INTO event_name AS h (workspace, name, total, first_at, last_at, customers, numbers, received)
    SELECT workspace, name, count(*), min(received_at), max(received_at),
           array_agg(customer ORDER BY nth) FILTER (WHERE nth <= ${newest}),
           array_agg(number ORDER BY nth) FILTER (WHERE nth <= ${newest}),
           array_agg(received_at ORDER BY nth) FILTER (WHERE nth <= ${newest})
      FROM fresh GROUP BY 1, 2
    ON CONFLICT (workspace, name) DO UPDATE SET
      total = h.total + excluded.total, last_at = excluded.last_at,
      customers = (excluded.customers || h.customers)[1:${newest}],
      numbers = (excluded.numbers || h.numbers)[1:${newest}],
      received = (excluded.received || h.received)[1:${newest}]
  )
  UPDATE event_noted SET upto = $2::timestamptz WHERE upto < $2::timestamptz`

/** Gives every month of events the index that noting reads by, and forgets old hours and, of a workspace with too many names, those unheard for longest. */
export async function keepNotes({ pool }: Pick<Engine, 'pool'>): Promise<number> {
  await indexMonths(pool)
  const [hours, names] = await Promise.all([
    pool.query('DELETE FROM event_hour WHERE hour < now() - make_interval(days => $1)', [hourDays]),
    pool.query(
      `WITH bound AS MATERIALIZED (
         SELECT w.id AS workspace, most.last_at FROM workspace w
         JOIN LATERAL (SELECT n.last_at FROM event_name n WHERE n.workspace = w.id
                       ORDER BY n.last_at DESC OFFSET $1 LIMIT 1) most ON true)
       DELETE FROM event_name n USING bound b WHERE n.workspace = b.workspace AND n.last_at <= b.last_at`,
      [mostNames],
    ),
  ])
  return (hours.rowCount ?? 0) + (names.rowCount ?? 0)
}

/** One month after another, beside other work: an index that broke off on the way is made anew. */
async function indexMonths(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ month: string }>(
    `SELECT c.relname AS month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'event'::regclass AND NOT EXISTS (
        SELECT FROM pg_index x JOIN pg_class b ON b.oid = x.indexrelid
         WHERE x.indrelid = c.oid AND x.indisvalid AND b.relname = c.relname || '_received')
      ORDER BY 1`,
  )
  for (const { month } of rows) {
    const index = pg.escapeIdentifier(`${month}_received`)
    await pool.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`)
    await pool.query(
      `CREATE INDEX CONCURRENTLY ${index} ON ${pg.escapeIdentifier(month)} USING brin (received_at) WITH (pages_per_range = 16)`,
    )
  }
}
