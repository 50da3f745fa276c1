import type pg from 'pg'

/** Whether a customer has refused a channel. No record means that she allows it. */
export async function consentBlocks(
  pool: Pick<pg.Pool, 'query'>,
  workspace: number,
  customer: number,
  channel: string,
): Promise<boolean> {
  const refused = await pool.query(
    'SELECT 1 FROM consent WHERE workspace = $1 AND customer = $2 AND channel = $3 AND NOT allowed',
    [workspace, customer, channel],
  )
  return refused.rows.length > 0
}
