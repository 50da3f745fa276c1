import type { Engine } from '../engine.ts'
import { changeListening, holdListeningAlone } from '../lifecycle/listening.ts'
import { transaction } from '../storage/database.ts'

const atOnce = 100

/** Of a plan p: no journey enters customers by it, and nobody is inside. */
const idle = `NOT EXISTS (SELECT FROM version v
  JOIN journey j ON j.workspace = v.workspace AND j.id = v.journey
  WHERE v.workspace = p.workspace AND v.plan = p.hash AND ((j.live_version = v.number AND j.state IN ('live', 'paused'))
    OR EXISTS (SELECT FROM enrollment e WHERE e.workspace = v.workspace AND e.journey = v.journey AND e.version = v.number
      AND e.state <> 'ended')))`

/** A plan that was idle so long: what was under way is done, and so is the time in which a goal counts after the end. */
const longIdle = `p.idle_since + coalesce((p.body #>> '{settings,goal,within}')::interval,
  CASE WHEN p.body #> '{settings,goal}' IS NULL THEN interval '0' ELSE interval '7 days' END) + interval '1 day' < now()`

/**
 * Forgets plans by which nobody will go on: a day after the last customer has ended, and not before her goal's time is over.
 * The names that only they listened to then lock nobody's events any more. Answers how many; any number of workers may do it
 * at once, and events and publishing go on meanwhile.
 */
export async function forgetPlans({ pool }: Pick<Engine, 'pool'>): Promise<number> {
  await pool.query(`UPDATE plan p SET idle_since = CASE WHEN p.idle_since IS NULL THEN now() END
    WHERE (p.idle_since IS NULL) = (${idle})`)
  const { rows } = await pool.query<{ workspace: number; hashes: Buffer[] }>(
    `SELECT workspace, array_agg(hash) AS hashes FROM (SELECT workspace, hash FROM plan p WHERE ${longIdle} LIMIT ${atOnce})
     GROUP BY workspace`,
  )
  let forgotten = 0
  for (const { workspace, hashes } of rows) {
    forgotten += await transaction(pool, async (client) => {
      // Nobody enters or publishes by it while it is looked at for the last time; who waits behind us waits a moment only.
      await client.query(`SET LOCAL lock_timeout = '2s'`)
      await holdListeningAlone(client, workspace)
      const { rowCount } = await client.query(
        `DELETE FROM plan p WHERE p.workspace = $1 AND p.hash = ANY($2) AND ${longIdle} AND ${idle}`,
        [workspace, hashes],
      )
      if (rowCount) await changeListening(client, workspace)
      return rowCount ?? 0
    })
  }
  return forgotten
}
