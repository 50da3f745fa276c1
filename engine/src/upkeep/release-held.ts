import type { Engine } from '../engine.ts'
import { type Promised, ringAll } from './ring-all.ts'

/** Lets customers whom a pause held go on after a resume, at their journey's rate. Called once a second. */
export async function releaseHeld({ pool, poker }: Engine): Promise<number> {
  const { rows } = await pool.query<Promised>({
    name: 'release-held',
    text: `
      WITH freed AS (
        SELECT e.workspace, e.id FROM journey j
        CROSS JOIN LATERAL (
          SELECT e.workspace, e.id FROM enrollment e
          WHERE e.workspace = j.workspace AND e.journey = j.id AND e.epoch = j.epoch AND e.state = 'held'
            AND (e.poked_at IS NULL OR e.poked_at < e.arrived_at OR e.poked_at < j.updated_at)
          ORDER BY e.arrived_at LIMIT j.release_per_second FOR NO KEY UPDATE OF e SKIP LOCKED
        ) e
        WHERE j.state = 'live'
      ), marked AS (
        UPDATE enrollment e SET poked_at = clock_timestamp() FROM freed WHERE e.workspace = freed.workspace AND e.id = freed.id
      )
      INSERT INTO poke (workspace, enrollment, fresh)
      SELECT workspace, id, false FROM freed RETURNING id, workspace, enrollment`,
  })
  return ringAll(poker, rows)
}
