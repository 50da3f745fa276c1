import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../engine.ts'
import { asMs } from '../storage/enrollment-rows.ts'

const page = 500
const atOnce = 16
/** Where nobody at all was reached for so long, Temporal is away. */
const patienceMs = 60_000
const mostRestMs = 5_000

interface Live {
  workspace: number
  enrollment: string
  /** Rests, and nothing has come for it: it needs no step before its time. */
  fresh: boolean
  untilMs: number | null
}

/** Live: not ended, or ended while a touch was under way that nobody has brought to its outcome yet. */
const isLive = `(e.state <> 'ended' OR EXISTS (SELECT FROM touch t
  WHERE t.workspace = e.workspace AND t.enrollment = e.id AND t.visit = e.visit AND t.state IN ('sending', 'retrying')))`

/** How many enrollments have or need a workflow. */
export async function countLive({ pool }: Pick<Engine, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM enrollment e WHERE ${isLive}`)
  return rows[0]?.n ?? 0
}

/**
 * Rings every live enrollment from Postgres, in the order of their ids, so that Temporal has its workflow again. Who rests is
 * started with a delay until her time, which changes nothing where the workflow is there; all others are signalled, and
 * a ring too many changes nothing either. Answers how many; throws where Temporal cannot be reached.
 */
export async function recover(
  { pool, poker }: Pick<Engine, 'pool' | 'poker'>,
  { perSecond, rung = () => {} }: { perSecond: number; rung?: (count: number) => void },
): Promise<number> {
  const startMs = Date.now()
  let reachedMs = startMs
  let count = 0
  let last: Pick<Live, 'workspace' | 'enrollment'> = {
    workspace: 0,
    enrollment: '00000000-0000-0000-0000-000000000000',
  }
  for (;;) {
    const { rows } = await pool.query<Live>(
      `SELECT e.workspace, e.id AS enrollment, w.rests AS fresh, CASE WHEN w.rests THEN ${asMs('e.due_at')} END AS "untilMs"
       FROM enrollment e JOIN journey j ON j.workspace = e.workspace AND j.id = e.journey
       CROSS JOIN LATERAL (SELECT e.state = 'waiting' AND e.claim IS NULL AND e.epoch = j.epoch AS rests) w
       WHERE (e.workspace, e.id) > ($1, $2) AND ${isLive} ORDER BY e.workspace, e.id LIMIT ${page}`,
      [last.workspace, last.enrollment],
    )
    const waiting = [...rows]
    const one = async (): Promise<void> => {
      for (let live = waiting.shift(); live; live = waiting.shift()) {
        await reach(poker, live, () => Date.now() - reachedMs < patienceMs)
        reachedMs = Date.now()
        count++
        const aheadMs = (count / perSecond) * 1000 - (Date.now() - startMs)
        if (aheadMs > 0) await sleep(aheadMs)
        rung(count)
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, rows.length) }, one))
    const end = rows.at(-1)
    if (!end || rows.length < page) return count
    last = end
  }
}

/** A Temporal that has just come back refuses some calls at first, and is slow while all of its workflows come back at once. */
async function reach(poker: Engine['poker'], live: Live, isWorthAnother: () => boolean): Promise<void> {
  for (let restMs = 200; ; restMs = Math.min(2 * restMs, mostRestMs)) {
    try {
      return await poker.reach(live)
    } catch (error) {
      if (!isWorthAnother()) throw error
      await sleep(restMs)
    }
  }
}
