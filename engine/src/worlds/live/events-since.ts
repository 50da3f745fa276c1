import type { Occurrence } from '@wend/nodes/sdk/define-node'
import { jsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Enrollment } from '../../step/enrollment.ts'
import { asMs } from '../../storage/enrollment-rows.ts'

const page = 1_000

/** An event with its number, and how many journeys stand behind it. */
export type Since = Occurrence & { number: number; hops: number }

/**
 * What the customer did after what this enrollment has heard, under these names, in the order it came, page by page.
 * Imported and late events (over 24 h) wake nobody. The caller holds her lock, so nothing can come in between.
 */
export async function* eventsSince(
  client: pg.ClientBase,
  workspace: number,
  at: Enrollment,
  names: readonly string[],
): AsyncGenerator<Since[]> {
  for (let after = at.heardNumber; ; ) {
    const { rows } = await client.query<Omit<Since, 'properties'> & { properties: unknown }>({
      name: 'events-since',
      text: `
        SELECT number, name, properties, hops, ${asMs('at')} AS "atMs" FROM event
        WHERE workspace = $1 AND customer = $2 AND name = ANY($3::text[]) AND at >= to_timestamp($4 / 1000.0) AND number > $5
          AND NOT silent AND at >= received_at - interval '24 hours'
        ORDER BY number LIMIT ${page}`,
      values: [workspace, at.customer, names, at.heardMs, after],
    })
    if (rows.length > 0) yield rows.map((row) => ({ ...row, properties: jsonObject.parse(row.properties) }))
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = last.number
  }
}
