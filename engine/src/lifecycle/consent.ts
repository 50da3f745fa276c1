import type { Unsubscribe } from '../channels/unsubscribe.ts'
import type { Engine } from '../engine.ts'
import { transaction } from '../storage/database.ts'

/**
 * Keeps that a customer refused a channel by the link in a message: no touch by it begins later. Answers false where
 * she is no longer known. Her row is locked first, as by every change of hers.
 */
export const refuseChannel = (
  { pool }: Pick<Engine, 'pool'>,
  { workspace, customer, channel }: Unsubscribe,
): Promise<boolean> =>
  transaction(pool, async (client) => {
    const known = await client.query('SELECT FROM customer WHERE workspace = $1 AND id = $2 FOR NO KEY UPDATE', [
      workspace,
      customer,
    ])
    if (known.rowCount === 0) return false
    await client.query(
      `INSERT INTO consent (workspace, customer, channel, allowed, source) VALUES ($1, $2, $3, false, 'link')
       ON CONFLICT (workspace, customer, channel) DO UPDATE SET allowed = false, source = 'link', at = now()
         WHERE consent.allowed`,
      [workspace, customer, channel],
    )
    return true
  })
