import type pg from 'pg'
import type { Engine } from '../engine.ts'
import type { Plan } from '../journey/plan.ts'
import { isUuid } from '../reads/uuid.ts'
import type { JourneyState } from './drafts.ts'
import { Refused } from './refused.ts'

/** How a journey stands, and the version that customers enter; its plan, unless it was forgotten since. */
export interface LivePlan {
  state: JourneyState
  version: number | null
  plan: Plan | undefined
}

/** Reads it. Throws `not-found`. */
export async function readLivePlan(
  { plans }: Pick<Engine, 'plans'>,
  client: pg.ClientBase | pg.Pool,
  workspace: number,
  journey: string,
): Promise<LivePlan> {
  if (!isUuid(journey)) throw new Refused('not-found')
  const { rows } = await client.query<{ state: JourneyState; version: number | null; hash: string | null }>(
    `SELECT j.state, j.live_version AS version, encode(v.plan, 'hex') AS hash FROM journey j
       LEFT JOIN version v ON v.workspace = j.workspace AND v.journey = j.id AND v.number = j.live_version
      WHERE j.workspace = $1 AND j.id = $2`,
    [workspace, journey],
  )
  const [now] = rows
  if (!now) throw new Refused('not-found')
  const { state, version, hash } = now
  return { state, version, plan: hash === null ? undefined : await plans.find(client, workspace, hash) }
}
