import type { Engine } from '../engine.ts'

/** The totals of one journey in a list. */
export interface Totals {
  entered: number
  active: number
  ended: number
  /** Of today and the six days before it, UTC; a second old. */
  week: { entered: number; goals: number; failed: number }
}

export const noTotals: Totals = { entered: 0, active: 0, ended: 0, week: { entered: 0, goals: 0, failed: 0 } }

/** The totals of many journeys, in one statement; a journey that nobody entered yet has none. */
export async function countTotals(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  journeys: readonly string[],
): Promise<Map<string, Totals>> {
  const { rows } = await pool.query<{
    journey: string
    entered: number
    open: number
    week: Totals['week']
  }>(
    `SELECT journey.id AS journey,
            (SELECT jsonb_build_object(
                      'entered', coalesce(sum(n) FILTER (WHERE name = 'entered'), 0),
                      'goals', coalesce(sum(n) FILTER (WHERE name = 'ended:goal'), 0),
                      'failed', coalesce(sum(n) FILTER (WHERE starts_with(name, 'failed:')), 0))
               FROM count_day
              WHERE workspace = $1 AND count_day.journey = journey.id AND day > (now() AT TIME ZONE 'UTC')::date - 7
                AND (name = 'entered' OR name = 'ended:goal' OR starts_with(name, 'failed:'))) AS week,
            coalesce(sum(counted.n) FILTER (WHERE counted.name = 'entered'), 0)::bigint AS entered,
            coalesce(sum(CASE WHEN counted.name = 'entered' THEN counted.n ELSE -counted.n END)
                     FILTER (WHERE counted.epoch = journey.epoch), 0)::bigint AS open
       FROM journey
       JOIN (SELECT journey, epoch, name, n FROM count_total WHERE workspace = $1 AND journey = ANY($2)
             UNION ALL
             SELECT journey, epoch, key, value::bigint FROM count_delta, jsonb_each_text(delta)
              WHERE workspace = $1 AND journey = ANY($2)) AS counted ON counted.journey = journey.id
      WHERE journey.workspace = $1 AND journey.id = ANY($2)
        AND (counted.name = 'entered' OR counted.name LIKE 'ended:%')
      GROUP BY journey.id`,
    [workspace, journeys],
  )
  return new Map(
    rows.map(({ journey, entered, open, week }) => [journey, { entered, active: open, ended: entered - open, week }]),
  )
}
