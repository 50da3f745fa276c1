import type { Engine } from '../engine.ts'
import { type Promised, ringAll } from './ring-all.ts'

/** Rings live enrollments that are due or claimed for over a minute: their workflow is lost, or its ring was. */
export async function watchDue({ pool, poker }: Engine, lateMs = 60_000): Promise<number> {
  const { rows } = await pool.query<Promised>({
    name: 'watch-due',
    text: `
      WITH late AS (
        SELECT e.workspace, e.id FROM enrollment e
        -- now(), as the clock that goes on within a statement looks at each row; and not a join, which may be begun with a journey and everybody inside.
        WHERE e.epoch = (SELECT j.epoch FROM journey j WHERE j.workspace = e.workspace AND j.id = e.journey)
          AND e.state <> 'ended' AND e.due_at < now() - make_interval(secs => $1)
          AND (e.poked_at IS NULL OR e.poked_at < now() - make_interval(secs => $1))
        ORDER BY e.due_at LIMIT 500 FOR NO KEY UPDATE OF e SKIP LOCKED
      ), marked AS (
        UPDATE enrollment e SET poked_at = clock_timestamp() FROM late WHERE e.workspace = late.workspace AND e.id = late.id
      )
      INSERT INTO poke (workspace, enrollment, fresh)
      SELECT workspace, id, false FROM late RETURNING id, workspace, enrollment`,
    values: [lateMs / 1000],
  })
  return ringAll(poker, rows)
}
