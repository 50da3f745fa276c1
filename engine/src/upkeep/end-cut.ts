import type { Engine } from '../engine.ts'
import { type Promised, ringAll } from './ring-all.ts'

const perSecond = 200

/**
 * Ends, row by row and at a bounded rate, the enrollments of journeys that were stopped or emptied: their rows and workflows
 * follow what one row has decided already. Called once a second.
 */
export async function endCut({ pool, poker }: Engine): Promise<number> {
  const { rows } = await pool.query<Promised>({
    name: 'end-cut',
    text: `
      WITH over AS (
        SELECT e.workspace, e.id FROM journey_cut c
        CROSS JOIN LATERAL (
          SELECT e.workspace, e.id FROM enrollment e
          WHERE e.workspace = c.workspace AND e.journey = c.journey AND e.epoch = c.epoch AND e.state <> 'ended'
            AND (e.poked_at IS NULL OR e.poked_at < greatest(c.at, clock_timestamp() - interval '1 minute'))
          LIMIT ${perSecond} FOR NO KEY UPDATE OF e SKIP LOCKED
        ) e
        WHERE c.done_at IS NULL LIMIT ${perSecond}
      ), marked AS (
        UPDATE enrollment e SET poked_at = clock_timestamp() FROM over WHERE e.workspace = over.workspace AND e.id = over.id
      ), done AS (
        UPDATE journey_cut c SET done_at = clock_timestamp()
        WHERE c.done_at IS NULL AND NOT EXISTS (SELECT FROM enrollment e
          WHERE e.workspace = c.workspace AND e.journey = c.journey AND e.epoch = c.epoch AND e.state <> 'ended')
      )
      INSERT INTO poke (workspace, enrollment, fresh)
      SELECT workspace, id, false FROM over RETURNING id, workspace, enrollment`,
  })
  return ringAll(poker, rows)
}
