import type { Engine } from '../engine.ts'
import { metrics } from '../metrics.ts'
import { forget } from '../poke.ts'
import { transaction } from '../storage/database.ts'
import { asMs } from '../storage/enrollment-rows.ts'
import type { PromisedPoke } from '../storage/writes.ts'

const batch = 500
const atOnce = 32

/**
 * Makes the pokes that a crash or an absent Temporal left. Answers how many; throws where any was not reached, which stays.
 * One that cannot be reached stops nobody else; so many as are tried at once say that Temporal is away.
 */
export async function sweepPokes(engine: Engine, olderThanMs = 3_000): Promise<number> {
  const { made, failures } = await transaction(engine.pool, async (client) => {
    const { rows } = await client.query<PromisedPoke>({
      name: 'sweep-pokes',
      text: `
        SELECT p.id, p.workspace, p.enrollment, p.fresh,
          CASE WHEN p.fresh AND e.state = 'waiting' AND e.claim IS NULL THEN ${asMs('e.due_at')} END AS "untilMs",
          -- One row each: to look whether there EXISTS one may read them all.
          coalesce((SELECT false FROM watch w WHERE w.workspace = e.workspace AND w.customer = e.customer AND w.enrollment = e.id
            AND w.kind = 'wait' LIMIT 1), true) AS "timeOnly"
        -- One whose customer was erased has no enrollment any more: its workflow looks, and ends.
        FROM poke p LEFT JOIN enrollment e ON e.workspace = p.workspace AND e.id = p.enrollment
        WHERE p.created_at < now() - make_interval(secs => $1)
        ORDER BY p.id LIMIT ${batch} FOR UPDATE OF p SKIP LOCKED`,
      values: [olderThanMs / 1000],
    })
    const waiting = [...rows]
    const made: PromisedPoke[] = []
    const failures: unknown[] = []
    const one = async (): Promise<void> => {
      for (let poke = waiting.shift(); poke && failures.length < atOnce; poke = waiting.shift()) {
        try {
          await engine.poker.reach(poke)
          made.push(poke)
        } catch (error) {
          failures.push(error)
        }
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, rows.length) }, one))
    if (made.length > 0) await forget(client, made)
    return { made, failures }
  })
  if (failures.length > 0) throw failures[0]
  return made.length
}

/**
 * Sweeps what nobody makes any more. As long as the oldest poke changes from look to look, the process that promised them is at
 * work, and to make them here too would only double the load of a crowd that enters.
 */
export function sweeper(olderThanMs = 3_000): (engine: Engine) => Promise<number> {
  let oldest: number | undefined
  const look = async ({ pool }: Engine): Promise<number | undefined> => {
    const { rows } = await pool.query<{ id: number }>({
      name: 'oldest-poke',
      text: 'SELECT id FROM poke WHERE created_at < now() - make_interval(secs => $1) ORDER BY id LIMIT 1',
      values: [olderThanMs / 1000],
    })
    return rows[0]?.id
  }
  return async (engine) => {
    const before = oldest
    oldest = await look(engine)
    if (oldest === undefined || oldest !== before) return 0
    const made = await sweepPokes(engine, olderThanMs)
    oldest = await look(engine)
    return made
  }
}

/** Measures the outbox. */
export async function measureOutbox({ pool }: Engine): Promise<void> {
  const { rows } = await pool.query<{ n: number; age: number | null }>(
    'SELECT count(*)::int AS n, extract(epoch FROM clock_timestamp() - min(created_at))::float AS age FROM poke',
  )
  metrics.outboxPokes.set(rows[0]?.n ?? 0)
  metrics.outboxAgeSeconds.set(rows[0]?.age ?? 0)
}
