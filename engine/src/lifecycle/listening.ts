import type pg from 'pg'
import { listeningLock } from '../changes/take-messages.ts'

/**
 * Waits until nobody ingests by what live plans listened to so far, and keeps it so until the transaction ends. Ingest
 * holds the shared form of this lock.
 */
export async function holdListeningAlone(client: pg.ClientBase, workspace: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [listeningLock, workspace])
}

/** Tells ingest, in every process, to read again what live plans listen to. */
export async function changeListening(client: pg.ClientBase, workspace: number): Promise<void> {
  await client.query('UPDATE workspace SET listening = listening + 1 WHERE id = $1', [workspace])
}

/** Keeps how the journey stands from now on. After the lock above: what was taken before it came while it stood otherwise. */
export async function noteState(client: pg.ClientBase, workspace: number, journey: string): Promise<void> {
  await client.query(
    `INSERT INTO journey_state (workspace, journey, at, state, version)
     SELECT workspace, id, date_trunc('milliseconds', clock_timestamp()), state, live_version FROM journey
      WHERE workspace = $1 AND id = $2
     ON CONFLICT (workspace, journey, at) DO UPDATE SET state = excluded.state, version = excluded.version`,
    [workspace, journey],
  )
}
