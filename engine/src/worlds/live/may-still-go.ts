import type pg from 'pg'
import type { EnrollmentRef } from '../../step/instruction.ts'

/** The last look before a provider is called: what bars the touch now, if anything does. */
export async function mayStillGo(
  pool: pg.Pool,
  { workspace, id }: EnrollmentRef,
  channel: string,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ ended: boolean; paused: boolean; unsubscribed: boolean }>({
    name: 'may-still-go',
    text: `
      SELECT e.state = 'ended' OR e.epoch <> j.epoch AS ended, j.state = 'paused' AS paused,
        EXISTS (SELECT FROM consent c WHERE c.workspace = e.workspace AND c.customer = e.customer AND c.channel = $3
          AND NOT c.allowed) AS unsubscribed
      FROM enrollment e JOIN journey j ON j.workspace = e.workspace AND j.id = e.journey
      WHERE e.workspace = $1 AND e.id = $2`,
    values: [workspace, id, channel],
  })
  const { ended = true, paused = false, unsubscribed = false } = rows[0] ?? {}
  if (ended) return 'ended'
  if (paused) return 'paused'
  return unsubscribed ? 'unsubscribed' : undefined
}
