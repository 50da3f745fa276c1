import type pg from 'pg'

/** The first key of the advisory locks by which ingest and operators take turns; the second is the workspace. */
export const listeningLock = 1464157764

/**
 * Waits until nobody ingests by what live plans listened to so far, and keeps it so until the transaction ends. Ingest
 * holds the shared form of this lock.
 */
export async function holdListening(client: pg.ClientBase, workspace: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [listeningLock, workspace])
}

/** Tells ingest, in every process, to read again what live plans listen to. */
export async function changeListening(client: pg.ClientBase, workspace: number): Promise<void> {
  await client.query('UPDATE workspace SET listening = listening + 1 WHERE id = $1', [workspace])
}
