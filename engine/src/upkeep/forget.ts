import type { Engine } from '../engine.ts'

const batch = 5_000

/** Makes next months' partitions, and forgets what is kept for a time only: message ids and tests 30 days, stored answers one day. */
export async function keepHouse({ pool }: Engine): Promise<number> {
  await pool.query('SELECT ensure_event_partitions(3)')
  const gone = await Promise.all([
    pool.query(`DELETE FROM message_seen WHERE (workspace, id) IN (
      SELECT workspace, id FROM message_seen WHERE received_at < now() - interval '30 days' LIMIT ${batch})`),
    pool.query(`DELETE FROM idempotency WHERE (workspace, key) IN (
      SELECT workspace, key FROM idempotency WHERE created_at < now() - interval '1 day' LIMIT ${batch})`),
    // Of who is still inside, the goal ends the enrollment however late.
    pool.query(`DELETE FROM watch WHERE ctid = ANY(ARRAY(
      SELECT w.ctid FROM watch w JOIN enrollment e ON e.workspace = w.workspace AND e.id = w.enrollment
      WHERE w.kind = 'goal' AND w.expires_at < now() AND e.state = 'ended' LIMIT ${batch}))`),
    pool.query("DELETE FROM test_message WHERE at < now() - interval '30 days'"),
    pool.query("DELETE FROM count_day WHERE day < now() - interval '400 days'"),
    pool.query('DELETE FROM session WHERE expires_at < now()'),
    pool.query("DELETE FROM presence WHERE seen_at < now() - interval '1 hour'"),
    pool.query('DELETE FROM sign_in_link WHERE expires_at < now()'),
  ])
  return gone.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0)
}
