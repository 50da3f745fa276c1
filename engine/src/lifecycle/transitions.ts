import type pg from 'pg'
import type { Engine } from '../engine.ts'
import { isUuid } from '../reads/uuid.ts'
import { transaction } from '../storage/database.ts'
import type { JourneyState } from './drafts.ts'
import { changeListening, holdListeningAlone, noteState } from './listening.ts'
import { Refused } from './refused.ts'

/** Where a journey stands after what was asked. */
export interface Transition {
  state: JourneyState
  /** Enrollments of earlier epochs are over. */
  epoch: number
}

/**
 * Nobody enters, nobody is reached. `hold`: customers inside wait at their next touch. `discard`: all of them leave as
 * `discarded`; also asked of a journey that is held already. Throws `not-found`, `wrong-state`.
 */
export const pauseJourney = (
  engine: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  mode: 'hold' | 'discard',
): Promise<Transition> =>
  change(engine, workspace, id, async (client, { state, epoch }) => {
    if (state !== 'live' && !(state === 'paused' && mode === 'discard')) throw new Refused('wrong-state')
    const next = mode === 'discard' ? await cut(client, workspace, id, epoch, 'discarded') : epoch
    return { state: 'paused', epoch: next }
  })

/** Lets customers in again; those held go on at the journey's own rate. Throws `not-found`, `wrong-state`. */
export const resumeJourney = (engine: Pick<Engine, 'pool'>, workspace: number, id: string): Promise<Transition> =>
  change(engine, workspace, id, async (_client, { state, epoch }) => {
    if (state !== 'paused') throw new Refused('wrong-state')
    return { state: 'live', epoch }
  })

/**
 * Ends the journey and everybody inside with one row, however many they are; workflows are ended behind it. Publishing
 * revives it for newcomers. Throws `not-found`, `wrong-state`.
 */
export const stopJourney = (engine: Pick<Engine, 'pool'>, workspace: number, id: string): Promise<Transition> =>
  change(engine, workspace, id, async (client, { state, epoch }) => {
    if (state !== 'live' && state !== 'paused') throw new Refused('wrong-state')
    return { state: 'stopped', epoch: await cut(client, workspace, id, epoch, 'stopped') }
  })

async function change(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  id: string,
  decide: (client: pg.ClientBase, from: Transition) => Promise<Transition>,
): Promise<Transition> {
  if (!isUuid(id)) throw new Refused('not-found')
  return transaction(pool, async (client) => {
    await holdListeningAlone(client, workspace)
    const { rows } = await client.query<Transition>(
      'SELECT state, epoch FROM journey WHERE workspace = $1 AND id = $2 FOR NO KEY UPDATE',
      [workspace, id],
    )
    const [from] = rows
    if (!from) throw new Refused('not-found')
    const to = await decide(client, from)
    await client.query(
      'UPDATE journey SET state = $3, epoch = $4, updated_at = now() WHERE workspace = $1 AND id = $2',
      [workspace, id, to.state, to.epoch],
    )
    await noteState(client, workspace, id)
    await changeListening(client, workspace)
    return to
  })
}

/** Ends everybody who entered in this epoch. Answers the next. */
async function cut(
  client: pg.ClientBase,
  workspace: number,
  journey: string,
  epoch: number,
  reason: 'stopped' | 'discarded',
): Promise<number> {
  await client.query('INSERT INTO journey_cut (workspace, journey, epoch, reason) VALUES ($1, $2, $3, $4)', [
    workspace,
    journey,
    epoch,
    reason,
  ])
  return epoch + 1
}
