import type { JsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import { toJsonb, toText } from '../storage/to-jsonb.ts'
import type { Incoming } from './incoming.ts'

/** An event to be stored; without a number Postgres draws one. */
export type StoredEvent = Pick<Incoming, 'kind' | 'name' | 'properties' | 'messageId' | 'atMs' | 'hops' | 'browser'> & {
  customer: number
  number?: number
}

export interface ChangedCustomer {
  row: number
  /** The user id that an anonymous customer is given. */
  userId: string | null
  attributes: JsonObject
}

const text = `
WITH changed AS (
  UPDATE customer c SET attributes = r.attributes, user_id = coalesce(c.user_id, r."userId")
  FROM jsonb_to_recordset($12::jsonb) AS r(row bigint, "userId" text, attributes jsonb)
  -- Said twice: a list of ids is always looked up by index, whatever the planner thinks of the records.
  WHERE c.workspace = $1 AND c.id = r.row AND c.id = ANY($13::bigint[])
)
INSERT INTO event (workspace, customer, number, received_at, at, kind, name, properties, message_id, hops, silent, unsigned)
SELECT $1, r.customer, coalesce(r.number, nextval('event_number')), to_timestamp($2 / 1000.0),
  to_timestamp(least(r.at, $2) / 1000.0), r.kind, r.name, r.properties::jsonb, r.message, r.hops, $3, r.unsigned
FROM unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::smallint[], $14::boolean[])
  WITH ORDINALITY AS r(customer, number, at, kind, name, properties, message, hops, unsigned, nth)
ORDER BY r.nth`

/** Stores events and the customers that changed, in one statement. */
export async function store(
  client: pg.ClientBase,
  workspace: number,
  nowMs: number,
  events: StoredEvent[],
  changed: ChangedCustomer[],
  silent: boolean,
): Promise<void> {
  if (events.length === 0 && changed.length === 0) return
  await client.query({
    name: 'store-events',
    text,
    values: [
      workspace,
      nowMs,
      silent,
      events.map(({ customer }) => customer),
      events.map(({ number }) => number ?? null),
      events.map(({ atMs }) => atMs),
      events.map(({ kind }) => kind),
      events.map(({ name }) => toText(name)),
      events.map(({ properties }) => toJsonb(properties)),
      events.map(({ messageId }) => toText(messageId)),
      events.map(({ hops }) => hops),
      toJsonb(changed),
      changed.map(({ row }) => row),
      events.map(({ browser }) => browser === 'unsigned'),
    ],
  })
}
