import pg from 'pg'
import type { Engine } from '../engine.ts'
import { transaction } from '../storage/database.ts'

/**
 * Drops the months of events that lie wholly before the last `months` whole ones. Answers how many. Rules that count behaviour
 * do not see those events any more. A month whose lock is not had within 2 s throws, and is dropped at a later turn.
 */
export async function dropOldEvents({ pool, log }: Pick<Engine, 'pool' | 'log'>, months: number): Promise<number> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'event'::regclass AND c.relname ~ '^event_[0-9]{6}$'
       AND to_date(substr(c.relname, 7), 'YYYYMM') + interval '1 month'
         <= date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => $1)
     ORDER BY 1`,
    [months],
  )
  for (const { name } of rows) {
    await transaction(pool, async (client) => {
      await client.query(`SET LOCAL lock_timeout = '2s'`)
      await client.query(`DROP TABLE IF EXISTS ${pg.escapeIdentifier(name)}`)
    })
    log.info({ table: name }, 'a month of events was dropped')
  }
  return rows.length
}
