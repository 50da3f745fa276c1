import type { JsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import type { Enrollment, Visit, Watch } from '../step/enrollment.ts'
import { toJsonb } from './to-jsonb.ts'

/** A touch as a step leaves it. */
export interface TouchRow {
  enrollment: string
  visit: number
  journey: string
  customer: number
  node: string
  channel: string
  state: 'sending' | 'retrying' | 'delivered' | 'failed' | 'blocked' | 'in-doubt'
  reason: string | null
  content: JsonObject
  attempts: number
  leaseMs: number | null
  /** An attempt that nobody knows of may have arrived. Once said, it stays. */
  inDoubt: boolean
  nowMs: number
}

export interface CountDelta {
  journey: string
  epoch: number
  delta: Record<string, number>
}

/** What a transaction has to write about enrollments; all in one statement, whatever its size. */
export interface Writes {
  enter: Enrollment[]
  move: Enrollment[]
  /** Forgets the waits' watches of these enrollments, or all of them (but a goal listens on after an end). */
  unwatch: { customer: number; enrollment: string; kinds: Watch['kind'][] }[]
  watch: Watch[]
  visits: Visit[]
  touches: TouchRow[]
  counts: CountDelta[]
  pokes: Poke[]
}

/** A ring at an enrollment's workflow. A fresh one is started, and rests until `untilMs` if it waits; another is signalled. */
export interface Poke {
  enrollment: string
  fresh: boolean
  untilMs: number | null
  /** Nothing but the time ends its rest. */
  timeOnly?: boolean
}

/** A poke that this transaction promised, by its row. */
export interface PromisedPoke extends Poke {
  id: number
  workspace: number
}

export const noWrites = (): Writes => ({
  enter: [],
  move: [],
  unwatch: [],
  watch: [],
  visits: [],
  touches: [],
  counts: [],
  pokes: [],
})

const time = (column: string): string => `to_timestamp(${column} / 1000.0)`

/**
 * Says once more which rows are meant, as a list: what is looked up by a list is found by index, whatever the planner thinks of
 * the number of records.
 */
const amongst = (column: string, records: string, field: string): string =>
  `${column} = ANY(ARRAY(SELECT ${field.split(' ')[0]} FROM jsonb_to_recordset(${records}::jsonb) AS r(${field})))`

const text = `
WITH moved AS (
  UPDATE enrollment e SET
    hand = r.hand, hops = r.hops, state = r.state, reason = r.reason, note = r.note, node = r.node, visit = r.visit,
    arrived_at = ${time('r."arrivedMs"')}, due_at = ${time('r."dueMs"')}, claim = r.claim,
    heard_number = r."heardNumber", heard_at = ${time('r."heardMs"')}, goal_at = ${time('r."goalMs"')},
    goal_touch = CASE WHEN e.goal_at IS NULL AND r."goalMs" IS NOT NULL THEN (SELECT max(t.visit) FROM touch t
      WHERE t.workspace = $1 AND t.enrollment = e.id AND t.state = 'delivered') ELSE e.goal_touch END,
    day_at = ${time('r."dayMs"')}, day_visit = r."dayVisit", ended_at = ${time('r."endedMs"')}
  FROM jsonb_to_recordset($3::jsonb) AS r(id uuid, hand jsonb, hops smallint, state text, reason text, note text, node text, visit int,
    "arrivedMs" bigint, "dueMs" bigint, claim jsonb, "heardNumber" bigint, "heardMs" bigint,
    "goalMs" bigint, "dayMs" bigint, "dayVisit" int, "endedMs" bigint)
  WHERE e.workspace = $1 AND e.id = r.id AND ${amongst('e.id', '$3', 'id uuid')} RETURNING e.id
), entered AS (
  INSERT INTO enrollment (workspace, id, journey, version, plan, epoch, customer, entry_key, exclusive, entry, hand, hops,
    state, reason, note, node, visit, arrived_at, due_at, claim, heard_number, heard_at, goal_at, day_at, day_visit,
    entered_at, ended_at)
  SELECT $1, r.id, r.journey, r.version, decode(r.plan, 'hex'), r.epoch, r.customer, r."entryKey", r.exclusive, r.entry, r.hand, r.hops,
    r.state, r.reason, r.note, r.node, r.visit, ${time('r."arrivedMs"')}, ${time('r."dueMs"')}, r.claim,
    r."heardNumber", ${time('r."heardMs"')}, ${time('r."goalMs"')}, ${time('r."dayMs"')}, r."dayVisit",
    ${time('r."enteredMs"')}, ${time('r."endedMs"')}
  FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, journey uuid, version int, plan text, epoch int, customer bigint,
    "entryKey" text, exclusive boolean, entry jsonb, hand jsonb, hops smallint, state text, reason text, note text, node text,
    visit int, "arrivedMs" bigint, "dueMs" bigint, claim jsonb, "heardNumber" bigint, "heardMs" bigint,
    "goalMs" bigint, "dayMs" bigint, "dayVisit" int, "enteredMs" bigint, "endedMs" bigint)
  -- After the moves: one that ends makes room for the next of the same customer.
  WHERE (SELECT count(*) FROM moved) >= 0
), unwatched AS (
  DELETE FROM watch w USING jsonb_to_recordset($4::jsonb) AS r(customer bigint, enrollment uuid, kinds jsonb)
  WHERE w.workspace = $1 AND w.customer = r.customer AND w.enrollment = r.enrollment AND r.kinds ? w.kind
    AND ${amongst('w.customer', '$4', 'customer bigint')}
), watched AS (
  INSERT INTO watch (workspace, customer, event, enrollment, kind, visit, nth, branch, condition, expires_at)
  SELECT $1, r.customer, r.event, r.enrollment, r.kind, r.visit, r.nth, r.branch, r.condition, ${time('r."expiresMs"')}
  FROM jsonb_to_recordset($5::jsonb) AS r(customer bigint, event text, enrollment uuid, kind text, visit int, nth smallint,
    branch text, condition jsonb, "expiresMs" bigint)
), visited AS (
  INSERT INTO visit (workspace, enrollment, nth, journey, customer, node, outlet, state, reason, arrived_at, left_at, seen)
  SELECT $1, r.enrollment, r.nth, r.journey, r.customer, r.node, r.outlet, r.state, r.reason, ${time('r."arrivedMs"')},
    ${time('r."leftMs"')}, r.seen
  FROM jsonb_to_recordset($6::jsonb) AS r(enrollment uuid, nth int, journey uuid, customer bigint, node text, outlet text,
    state text, reason text, "arrivedMs" bigint, "leftMs" bigint, seen jsonb)
), touched AS (
  INSERT INTO touch (workspace, enrollment, visit, journey, customer, node, channel, state, reason, content, attempts,
    lease_until, in_doubt, created_at, updated_at)
  SELECT $1, r.enrollment, r.visit, r.journey, r.customer, r.node, r.channel, r.state, r.reason, r.content, r.attempts,
    ${time('r."leaseMs"')}, r."inDoubt", ${time('r."nowMs"')}, ${time('r."nowMs"')}
  FROM jsonb_to_recordset($7::jsonb) AS r(enrollment uuid, visit int, journey uuid, customer bigint, node text, channel text,
    state text, reason text, content jsonb, attempts int, "leaseMs" bigint, "inDoubt" boolean, "nowMs" bigint)
  ON CONFLICT (workspace, enrollment, visit) DO UPDATE SET state = excluded.state, reason = excluded.reason,
    attempts = excluded.attempts, lease_until = excluded.lease_until,
    in_doubt = touch.in_doubt OR excluded.in_doubt, updated_at = excluded.updated_at
), counted AS (
  INSERT INTO count_delta (workspace, journey, epoch, delta)
  SELECT $1, r.journey, r.epoch, r.delta FROM jsonb_to_recordset($8::jsonb) AS r(journey uuid, epoch int, delta jsonb)
)
INSERT INTO poke (workspace, enrollment, fresh)
SELECT $1, r.enrollment, r.fresh FROM jsonb_to_recordset($9::jsonb) AS r(enrollment uuid, fresh boolean)
RETURNING id, enrollment`

/** One row for each journey and epoch, however many customers a batch moves. */
function summed(counts: readonly CountDelta[]): CountDelta[] {
  const sums = new Map<string, CountDelta>()
  for (const { journey, epoch, delta } of counts) {
    const key = `${journey} ${epoch}`
    const sum = sums.get(key) ?? { journey, epoch, delta: {} }
    for (const [name, n] of Object.entries(delta)) sum.delta[name] = (sum.delta[name] ?? 0) + n
    sums.set(key, sum)
  }
  return [...sums.values()].filter(({ delta }) => Object.values(delta).some((n) => n !== 0))
}

/**
 * Writes it all, in one statement. Answers the pokes to make after the commit. The statement is on its way when this returns, or
 * this has thrown.
 */
export function write(client: pg.ClientBase, workspace: number, writes: Writes): Promise<PromisedPoke[]> {
  const { enter, move, unwatch, watch, visits, touches, counts, pokes } = writes
  const lists = [enter, move, unwatch, watch, visits, touches, summed(counts), pokes]
  if (lists.every((list) => list.length === 0)) return Promise.resolve([])
  const made = client.query<{ id: number; enrollment: string }>({
    name: 'write',
    text,
    values: [workspace, ...lists.map(toJsonb)],
  })
  const byEnrollment = new Map(pokes.map((poke) => [poke.enrollment, poke]))
  return made.then(({ rows }) =>
    rows.flatMap(({ id, enrollment }) => {
      const poke = byEnrollment.get(enrollment)
      return poke ? [{ ...poke, id, workspace }] : []
    }),
  )
}
