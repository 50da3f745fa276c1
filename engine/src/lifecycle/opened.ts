import type { OpenedTouch } from '../channels/opens.ts'
import type { Engine } from '../engine.ts'

/**
 * Keeps that a message was opened, or that a link in it was followed, which opens it too: when for the first time, counted with
 * it once. Nothing where she was erased meanwhile, or the workspace wants to know no more. It waits for no step and holds none
 * up: only the touch's row is locked, for a moment.
 */
export async function recordOpened(
  { pool }: Pick<Engine, 'pool'>,
  { workspace, enrollment, visit }: OpenedTouch,
  how: 'opened' | 'clicked',
): Promise<void> {
  await pool.query({ name: 'record-opened', text, values: [workspace, enrollment, visit, how === 'clicked'] })
}

// Whoever comes second waits for the row, looks at it again, and finds nothing left to set.
const text = `
WITH told AS (
  UPDATE touch t SET opened_at = coalesce(t.opened_at, now()),
    clicked_at = CASE WHEN $4::boolean THEN coalesce(t.clicked_at, now()) ELSE t.clicked_at END
  FROM enrollment e, workspace w
  WHERE t.workspace = $1 AND t.enrollment = $2 AND t.visit = $3 AND (t.opened_at IS NULL OR $4 AND t.clicked_at IS NULL)
    AND e.workspace = t.workspace AND e.id = t.enrollment AND w.id = t.workspace AND w.track_opens_and_clicks
  RETURNING t.journey, e.epoch, t.node, old.opened_at IS NULL AS opened,
    old.clicked_at IS NULL AND new.clicked_at IS NOT NULL AS clicked
)
INSERT INTO count_delta (workspace, journey, epoch, delta)
SELECT $1, journey, epoch, CASE WHEN opened THEN jsonb_build_object('opened:' || node, 1) ELSE '{}' END
  || CASE WHEN clicked THEN jsonb_build_object('clicked:' || node, 1) ELSE '{}' END
FROM told`
