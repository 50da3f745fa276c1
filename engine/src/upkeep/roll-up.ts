import type { Engine } from '../engine.ts'

/** Adds appended counts to their totals and, but for who is where, to this day's. Answers how many rows it took. */
export async function rollUpCounts({ pool }: Engine): Promise<number> {
  const { rows } = await pool.query<{ taken: number }>({
    name: 'roll-up',
    text: `
      WITH taken AS (
        DELETE FROM count_delta d WHERE (d.workspace, d.journey, d.id) IN (
          SELECT workspace, journey, id FROM count_delta LIMIT 5000 FOR UPDATE SKIP LOCKED)
        RETURNING d.workspace, d.journey, d.epoch, d.delta
      ), summed AS (
        SELECT t.workspace, t.journey, t.epoch, n.key AS name, sum(n.value::bigint) AS n
        FROM taken t CROSS JOIN LATERAL jsonb_each_text(t.delta) n GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      ), added AS (
        INSERT INTO count_total AS c (workspace, journey, epoch, name, n) SELECT workspace, journey, epoch, name, n FROM summed
        ON CONFLICT (workspace, journey, epoch, name) DO UPDATE SET n = c.n + excluded.n
      ), happened AS (
        SELECT workspace, journey, name, sum(n) AS n FROM summed WHERE NOT starts_with(name, 'here:') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      ), by_day AS (
        INSERT INTO count_day AS c (workspace, journey, day, name, n)
        SELECT workspace, journey, (now() AT TIME ZONE 'UTC')::date, name, n FROM happened
        ON CONFLICT (workspace, journey, day, name) DO UPDATE SET n = c.n + excluded.n
      )
      SELECT count(*)::int AS taken FROM taken`,
  })
  return rows[0]?.taken ?? 0
}
