import type { Occurrence } from '@wend/nodes/sdk/define-node'
import { jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Enrollment } from '../../step/enrollment.ts'
import { asMs } from '../../storage/enrollment-rows.ts'

const mostAtOnce = 1000

/**
 * What the customer did after what this enrollment has heard, under these names, in the order it came. Imported and late
 * events (24 h) wake nobody. The caller holds her lock, so nothing can come in between.
 */
export async function eventsSince(
  client: pg.ClientBase, workspace: number, at: Enrollment, names: readonly string[],
): Promise<(Occurrence & { number: number })[]> {
  const { rows } = await client.query<{ number: number; name: string; properties: unknown; atMs: number }>({
    name: 'events-since',
    text: `
      SELECT number, name, properties, ${asMs('at')} AS "atMs" FROM event
      WHERE workspace = $1 AND customer = $2 AND name = ANY($3::text[]) AND at >= to_timestamp($4 / 1000.0) AND number > $5
        AND NOT silent AND at > received_at - interval '24 hours'
      ORDER BY number LIMIT ${mostAtOnce}`,
    values: [workspace, at.customer, names, at.heardMs, at.heardNumber],
  })
  return rows.map(({ number, name, properties, atMs }) => ({ number, name, properties: jsonObject.parse(properties), atMs }))
}
