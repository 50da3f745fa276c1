import type { Engine } from '../engine.ts'
import { type Promised, ringAll } from './ring-all.ts'

/**
 * Lets customers whom a pause held go on after a resume, at their journey's rate, whatever the number of workers: the journey's
 * `released_at` is the clock of all. Called once a second. What was not used of the last second is not saved up.
 */
export async function releaseHeld({ pool, poker }: Engine): Promise<number> {
  const { rows } = await pool.query<Promised>({
    name: 'release-held',
    text: `
      WITH resumed AS (
        SELECT j.workspace, j.id, j.epoch, j.updated_at, j.release_per_second AS rate,
          greatest(coalesce(j.released_at, '-infinity'), clock_timestamp() - interval '1 second') AS from_at
        FROM journey j
        WHERE j.state = 'live' AND EXISTS (SELECT FROM enrollment e
          WHERE e.workspace = j.workspace AND e.journey = j.id AND e.epoch = j.epoch AND e.state = 'held')
        FOR NO KEY UPDATE OF j SKIP LOCKED
      ), freed AS (
        SELECT e.workspace, e.id, e.journey FROM resumed j
        CROSS JOIN LATERAL (
          SELECT e.workspace, e.id, e.journey FROM enrollment e
          WHERE e.workspace = j.workspace AND e.journey = j.id AND e.epoch = j.epoch AND e.state = 'held'
            AND (e.poked_at IS NULL OR e.poked_at < e.arrived_at OR e.poked_at < j.updated_at)
          ORDER BY e.arrived_at
          LIMIT floor(j.rate * extract(epoch FROM clock_timestamp() - j.from_at))
          FOR NO KEY UPDATE OF e SKIP LOCKED
        ) e
      ), marked AS (
        UPDATE enrollment e SET poked_at = clock_timestamp() FROM freed WHERE e.workspace = freed.workspace AND e.id = freed.id
      ), timed AS (
        UPDATE journey j SET released_at = r.from_at + n.freed * interval '1 second' / r.rate
        FROM resumed r, (SELECT workspace, journey, count(*) AS freed FROM freed GROUP BY 1, 2) n
        WHERE j.workspace = r.workspace AND j.id = r.id AND n.workspace = r.workspace AND n.journey = r.id
      )
      INSERT INTO poke (workspace, enrollment, fresh)
      SELECT workspace, id, false FROM freed RETURNING id, workspace, enrollment`,
  })
  return ringAll(poker, rows)
}
