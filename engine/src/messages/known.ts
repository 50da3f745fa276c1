import { jsonObject } from '@wend/nodes/sdk/json'
import type { Engine } from '../engine.ts'
import { Refused } from '../lifecycle/refused.ts'
import { findCustomer } from '../reads/customers.ts'
import type { Customer } from '../step/context.ts'

/** A real customer whose values a preview shows, and the channels that she does not want. */
export interface Known {
  customer: Customer
  unwanted: string[]
}

/** Stands in the place of a customer where none is chosen: every value is missing, so that fallbacks show. */
export const nobody: Customer = { row: 0, id: '', firstId: '', attributes: {} }

/** Reads a customer by the id that the outside knows. Throws `not-found`. */
export async function readKnown(engine: Pick<Engine, 'pool'>, workspace: number, id: string): Promise<Known> {
  const row = await findCustomer(engine, workspace, id)
  const { rows } = await engine.pool.query<{
    userId: string | null
    firstId: string
    attributes: unknown
    unwanted: string[]
  }>(
    `SELECT user_id AS "userId", first_id AS "firstId", attributes,
            ARRAY(SELECT channel FROM consent WHERE workspace = $1 AND consent.customer = customer.id AND NOT allowed) AS unwanted
       FROM customer WHERE workspace = $1 AND id = $2`,
    [workspace, row ?? 0],
  )
  const [found] = rows
  if (row === undefined || !found) throw new Refused('not-found')
  const { userId, firstId, attributes, unwanted } = found
  return { customer: { row, id: userId ?? firstId, firstId, attributes: jsonObject.parse(attributes) }, unwanted }
}
