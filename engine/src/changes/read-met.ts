import type pg from 'pg'
import type { Engine } from '../engine.ts'
import type { Customer } from '../step/context.ts'
import type { EndReason, Watch } from '../step/enrollment.ts'
import { asMs, type EnrollmentRow, enrollmentColumns, toEnrollment } from '../storage/enrollment-rows.ts'
import { type EarlierEntries, entryKeyOf } from './entry.ts'
import type { Incoming } from './incoming.ts'
import { type Asked, occurrenceOf, type Standing } from './judge.ts'
import type { Listening, LiveJourney } from './plans.ts'
import { nowMsSql } from './resolve.ts'

/** What the batch's messages meet in the database. Maps are by customer row. */
export interface Met {
  nowMs: number
  /** Event numbers, one a message and one a customer, rising. */
  numbers: number[]
  standings: Map<number, Map<string, Standing>>
  watches: Map<number, Watch[]>
  earlier: Map<number, Map<string, EarlierEntries>>
}

type MetRow = { watch: Watch; enrollment: EnrollmentRow; cut: EndReason | null }

const metText = `
SELECT ${nowMsSql} AS "nowMs",
  (SELECT coalesce(jsonb_agg(nextval('event_number')), '[]') FROM generate_series(1, $4::int)) AS numbers,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('watch', jsonb_build_object('customer', w.customer, 'event', w.event,
      'enrollment', w.enrollment, 'kind', w.kind, 'visit', w.visit, 'nth', w.nth, 'branch', w.branch, 'condition', w.condition,
      'expiresMs', ${asMs('w.expires_at')}),
      'enrollment', (SELECT to_jsonb(r) FROM (SELECT ${enrollmentColumns}) r), 'cut', c.reason)
      ORDER BY e.entered_at, e.id, w.nth), '[]')
   FROM unnest($2::bigint[], $3::text[]) AS m(customer, event)
   -- OFFSET 0 keeps these look-ups what they are, one by one and by key, also by a plan made while the tables were empty.
   CROSS JOIN LATERAL (SELECT * FROM watch w WHERE w.workspace = $1 AND w.customer = m.customer AND w.event = m.event OFFSET 0) w
   CROSS JOIN LATERAL (SELECT * FROM enrollment e WHERE e.workspace = $1 AND e.id = w.enrollment OFFSET 0) e
   LEFT JOIN journey_cut c ON c.workspace = e.workspace AND c.journey = e.journey AND c.epoch = e.epoch) AS met`

interface Changing {
  customer: Customer
  messages: Incoming[]
}

/** Reads, under the customers' locks, everything that these messages may meet: one statement, and one more where somebody may enter. */
export async function readMet(
  engine: Engine,
  client: pg.ClientBase,
  workspace: number,
  listening: Listening,
  customers: Changing[],
  { silent, asked }: { silent: boolean; asked: Asked | undefined },
): Promise<Met> {
  const heard = silent ? [] : pairs(listening, customers)
  const draws = customers.reduce((sum, { messages }) => sum + messages.length + 1, 0)
  const { rows } = await client.query<{ nowMs: number; numbers: number[]; met: MetRow[] }>({
    name: 'read-met',
    text: metText,
    values: [workspace, heard.map(([row]) => row), heard.map(([, event]) => event), draws],
  })
  const read = rows[0]
  if (!read) throw new Error('no answer to what a batch meets')

  const met: Met = {
    nowMs: read.nowMs,
    numbers: read.numbers,
    standings: new Map(),
    watches: new Map(),
    earlier: new Map(),
  }
  const plans = await engine.plans.getAll(client, workspace, new Set(read.met.map(({ enrollment }) => enrollment.plan)))
  for (const { watch, enrollment, cut } of read.met) {
    const before = toEnrollment(enrollment)
    const plan = plans.get(before.plan)
    // A plan goes only when the goals of who has ended are over: see upkeep/forget-plans.ts.
    if (!plan && before.state === 'ended') continue
    if (!plan) throw new Error(`no plan ${before.plan}`)
    met.watches.set(watch.customer, [...(met.watches.get(watch.customer) ?? []), watch])
    const standings = met.standings.get(watch.customer) ?? new Map<string, Standing>()
    met.standings.set(watch.customer, standings)
    if (standings.has(enrollment.id)) continue
    standings.set(before.id, { before, at: before, plan, visits: [], cut: cut ?? undefined, bornOf: -1 })
  }
  await readEarlier(client, workspace, candidates(listening, customers, silent, asked), met)
  return met
}

/** The customers and the event names that somebody listens to. */
function pairs(listening: Listening, customers: Changing[]): [number, string][] {
  return customers.flatMap(({ customer, messages }) =>
    [...new Set(messages.map(({ name }) => name))]
      .filter((name) => listening.names.has(name))
      .map((name): [number, string] => [customer.row, name]),
  )
}

interface Candidate {
  journey: LiveJourney
  customer: number
  key: string
}

/** Every entry that re-entry may have to decide. */
function candidates(
  listening: Listening,
  customers: Changing[],
  silent: boolean,
  asked: Asked | undefined,
): Candidate[] {
  return customers.flatMap(({ customer, messages }) => {
    const byEvent = silent
      ? []
      : messages.flatMap((message) =>
          (listening.entries.get(message.name) ?? []).map((journey) => ({
            journey,
            occurrence: occurrenceOf(message),
            once: message.messageId,
          })),
        )
    const byHand = asked ? [{ journey: asked.journey, ...asked.attempt(customer) }] : []
    return [...byEvent, ...byHand].flatMap(({ journey, occurrence, once }) => {
      const key = entryKeyOf(journey.plan, customer, occurrence, once)
      return key === undefined ? [] : [{ journey, customer: customer.row, key }]
    })
  })
}

async function readEarlier(client: pg.ClientBase, workspace: number, wanted: Candidate[], met: Met): Promise<void> {
  if (wanted.length === 0) return
  const { rows } = await client.query<{
    journey: string
    customer: number
    key: string
    taken: boolean
    live: boolean
    any: boolean
    lastMs: number | null
  }>({
    name: 'read-earlier',
    text: `
      SELECT m.journey, m.customer, m.key,
        -- Not EXISTS, which may be answered by going through everybody's; not by state, whose indexes begin with the journey.
        (SELECT true FROM enrollment e WHERE e.workspace = $1 AND e.journey = m.journey AND e.customer = m.customer
          AND e.entry_key = m.key LIMIT 1) IS NOT NULL AS taken,
        (SELECT true FROM enrollment e WHERE e.workspace = $1 AND e.journey = m.journey AND e.customer = m.customer
          AND e.epoch = m.epoch AND e.ended_at IS NULL AND e.id <> ALL ($7::uuid[]) LIMIT 1) IS NOT NULL AS live,
        (SELECT true FROM enrollment e WHERE e.workspace = $1 AND e.journey = m.journey AND e.customer = m.customer
          LIMIT 1) IS NOT NULL AS any,
        CASE WHEN m.gap THEN (SELECT ${asMs('max(e.entered_at)')} FROM enrollment e
          WHERE e.workspace = $1 AND e.journey = m.journey AND e.customer = m.customer) END AS "lastMs"
      FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::int[], $6::boolean[]) AS m(journey, customer, key, epoch, gap)`,
    values: [
      workspace,
      wanted.map(({ journey }) => journey.id),
      wanted.map(({ customer }) => customer),
      wanted.map(({ key }) => key),
      wanted.map(({ journey }) => journey.epoch),
      wanted.map(({ journey }) => journey.plan.settings.reEntry?.gap !== undefined),
      [...met.standings.values()].flatMap((standings) => [...standings.keys()]),
    ],
  })
  for (const { journey, customer, key, taken, live, any, lastMs } of rows) {
    const ofCustomer = met.earlier.get(customer) ?? new Map<string, EarlierEntries>()
    met.earlier.set(customer, ofCustomer)
    const keys = ofCustomer.get(journey)?.keys ?? []
    ofCustomer.set(journey, { live, any, lastMs, keys: taken ? [...keys, key] : keys })
  }
}
