import type { Engine } from '../engine.ts'
import type { JourneyState } from '../lifecycle/drafts.ts'
import { Refused } from '../lifecycle/refused.ts'
import { isUuid } from '../reads/uuid.ts'

/** Who says nothing for so long is not here any more. */
export const hereSeconds = 30
/** Pages of one journey that are told of. Further ones work, unseen. */
const mostPages = 100

/** An operator's page that shows a journey, and the step selected there. */
export interface Present {
  page: string
  operator: { id: string; name: string }
  node: string | null
}

/** Says that a page is here still. Throws `not-found`. */
export async function sayHere(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journey: string,
  { page, operator, node }: { page: string; operator: string; node: string | null },
): Promise<void> {
  if (!isUuid(journey) || !isUuid(page)) throw new Refused('not-found')
  const { rowCount } = await pool.query(
    `WITH known AS (
       SELECT FROM journey WHERE workspace = $1 AND id = $2
     ), gone AS (
       DELETE FROM presence WHERE (workspace, journey, page) IN (
         SELECT workspace, journey, page FROM presence
          WHERE workspace = $1 AND journey = $2 AND page <> $3 AND seen_at < now() - make_interval(secs => $6)
            FOR UPDATE SKIP LOCKED)
     ), here AS (
       INSERT INTO presence (workspace, journey, page, operator, node)
       SELECT $1, $2, $3, $4, $5 FROM known
        WHERE (SELECT count(*) FROM presence WHERE workspace = $1 AND journey = $2 AND page <> $3) < $7
       ON CONFLICT (workspace, journey, page) DO UPDATE SET node = excluded.node, seen_at = now()
        WHERE presence.operator = excluded.operator
     )
     SELECT FROM known`,
    [workspace, journey, page, operator, node, hereSeconds, mostPages],
  )
  if (!rowCount) throw new Refused('not-found')
}

/** Says that a page has left. Throws `not-found`. */
export async function sayLeft(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journey: string,
  { page, operator }: { page: string; operator: string },
): Promise<void> {
  if (!isUuid(journey) || !isUuid(page)) throw new Refused('not-found')
  const { rows } = await pool.query<{ known: boolean }>(
    `WITH gone AS (DELETE FROM presence WHERE workspace = $1 AND journey = $2 AND page = $3 AND operator = $4)
     SELECT EXISTS (SELECT FROM journey WHERE workspace = $1 AND id = $2) AS known`,
    [workspace, journey, page, operator],
  )
  if (!rows[0]?.known) throw new Refused('not-found')
}

/** What concerns all who have a journey open: who is here, and what tells that something is new. */
export interface Together {
  here: Present[]
  /** Differs whenever anything was said, resolved or taken back. */
  comments: { mark: string }
  journey: { revision: number; state: JourneyState; liveVersion: number | null; updatedBy: string }
}

/** Reads it in one statement. Throws `not-found`. */
export async function readTogether(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journey: string,
): Promise<Together> {
  if (!isUuid(journey)) throw new Refused('not-found')
  const { rows } = await pool.query<Together['journey'] & Pick<Together, 'here'> & { mark: string }>(
    `SELECT j.revision, j.state, j.live_version AS "liveVersion", j.updated_by AS "updatedBy",
            (SELECT coalesce(jsonb_agg(jsonb_build_object('page', p.page, 'operator', jsonb_build_object('id', o.id, 'name', o.name),
                      'node', p.node) ORDER BY o.name, p.page), '[]')
               FROM presence p JOIN operator o ON o.workspace = p.workspace AND o.id = p.operator
              WHERE p.workspace = $1 AND p.journey = $2 AND p.seen_at >= now() - make_interval(secs => $3)) AS here,
            (SELECT concat(count(*), ' ', extract(epoch FROM max(changed_at))) FROM comment_thread
              WHERE workspace = $1 AND journey = $2) AS mark
       FROM journey j WHERE j.workspace = $1 AND j.id = $2`,
    [workspace, journey, hereSeconds],
  )
  const [row] = rows
  if (!row) throw new Refused('not-found')
  const { here, mark, ...state } = row
  return { here, comments: { mark }, journey: state }
}
