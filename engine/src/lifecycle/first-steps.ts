import type { Engine } from '../engine.ts'
import { outerId } from '../reads/customers.ts'

/** How far a workspace has come: read from what is there. */
export interface FirstSteps {
  /** Something has arrived. */
  events: boolean
  /** Somebody has taken a template, or published what was here. */
  taken: boolean
  /** The newest draft. */
  draft: string | null
  /** A journey that customers enter, or entered. */
  published: string | null
  /** Somebody who is or was in a journey. */
  moved: { journey: string; customer: string } | null
  /** Somebody has put the first steps away. */
  hidden: boolean
}

export async function readFirstSteps({ pool }: Pick<Engine, 'pool'>, workspace: number): Promise<FirstSteps> {
  const { rows } = await pool.query<FirstSteps>(
    `SELECT EXISTS (SELECT FROM event WHERE workspace = $1) AS events,
            EXISTS (SELECT FROM journey WHERE workspace = $1 AND (family IS NOT NULL OR live_version IS NOT NULL)) AS taken,
            (SELECT id FROM journey WHERE workspace = $1 AND state = 'draft' ORDER BY created_at DESC, id DESC LIMIT 1) AS draft,
            (SELECT id FROM journey WHERE workspace = $1 AND live_version IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1) AS published,
            (SELECT jsonb_build_object('journey', e.journey, 'customer', ${outerId('c')})
               FROM (SELECT journey, customer FROM enrollment WHERE workspace = $1 LIMIT 1) AS e
               JOIN customer c ON c.workspace = $1 AND c.id = e.customer) AS moved,
            first_steps_hidden AS hidden
       FROM workspace WHERE id = $1`,
    [workspace],
  )
  const [found] = rows
  if (!found) throw new Error(`no workspace ${workspace}`)
  return found
}

export async function hideFirstSteps(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  hidden: boolean,
): Promise<void> {
  await pool.query('UPDATE workspace SET first_steps_hidden = $2 WHERE id = $1', [workspace, hidden])
}

/** How many of these users entered a journey. */
export async function countEntered(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journey: string,
  users: readonly string[],
): Promise<number> {
  const { rows } = await pool.query<{ entered: number }>(
    `SELECT count(DISTINCT e.customer)::int AS entered FROM customer_id i
       JOIN enrollment e ON e.workspace = i.workspace AND e.customer = i.customer
      WHERE i.workspace = $1 AND i.kind = 'user' AND i.value = ANY($3) AND e.journey = $2`,
    [workspace, journey, users],
  )
  return rows[0]?.entered ?? 0
}

/** Demo data in one workspace, at most: nobody fills it with invented people. */
const mostDemos = 50

/** Takes the number of the next demo, from 0; undefined where there were enough. */
export async function nextDemo({ pool }: Pick<Engine, 'pool'>, workspace: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ nth: number }>(
    `UPDATE workspace SET demos = demos + 1 WHERE id = $1 AND demos < ${mostDemos} RETURNING demos - 1 AS nth`,
    [workspace],
  )
  return rows[0]?.nth
}
