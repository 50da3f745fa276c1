import type pg from 'pg'
import { Agent, request } from 'undici'

/** The activities of the hand-written journey. */
export interface Deeds {
  /** Branches, calls the webhook, and writes it all down. May be repeated: what was done is not done again. */
  passOn(enrollment: string, outlet: string): Promise<void>
}

interface Standing {
  customer: string
  name: string
  level: string
  state: string
  touch: string | null
}

const standing = `
SELECT c.user_id AS customer, c.attributes ->> 'name' AS name, c.attributes ->> 'level' AS level, e.state, t.state AS touch
FROM by_hand.enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer
LEFT JOIN by_hand.touch t ON t.enrollment = e.id AND t.visit = 4
WHERE e.id = $1 FOR NO KEY UPDATE OF e`

/** The wait and the branch are left, the webhook is under way. */
const begin = `
WITH moved AS (
  UPDATE by_hand.enrollment SET state = 'delivering', node = 'hook', due_at = now() + interval '20 s'
  WHERE id = $1 AND state = 'waiting' RETURNING id, customer, journey, entered_at
), visited AS (
  INSERT INTO by_hand.visit (enrollment, nth, journey, customer, node, outlet, state, arrived_at, left_at, seen)
  SELECT m.id, r.nth, m.journey, m.customer, r.node, r.outlet, 'passed', CASE r.nth WHEN 2 THEN m.entered_at ELSE now() END, now(), r.seen
  FROM moved m, (VALUES (2, 'pause', $2, NULL), (3, 'who', $3, $5::jsonb)) AS r(nth, node, outlet, seen)
), touched AS (
  INSERT INTO by_hand.touch (enrollment, visit, customer, channel, state, content, attempts)
  SELECT id, 4, customer, 'webhook', 'sending', $4::jsonb, 1 FROM moved
)
INSERT INTO by_hand.count_delta (journey, delta)
SELECT journey, jsonb_build_object('here:pause', -1, 'passed:pause', 1, 'out:pause:' || $2, 1, 'passed:who', 1, 'out:who:' || $3, 1, 'here:hook', 1)
FROM moved`

/** The webhook was answered. */
const finish = `
WITH moved AS (
  UPDATE by_hand.enrollment SET state = 'ended', reason = 'completed', ended_at = now()
  WHERE id = $1 AND state = 'delivering' RETURNING id, customer, journey
), touched AS (
  UPDATE by_hand.touch SET state = 'delivered', updated_at = now() FROM moved WHERE enrollment = moved.id AND visit = 4
), visited AS (
  INSERT INTO by_hand.visit (enrollment, nth, journey, customer, node, outlet, state, arrived_at, left_at)
  SELECT id, 4, journey, customer, 'hook', 'next', 'passed', now(), now() FROM moved
)
INSERT INTO by_hand.count_delta (journey, delta)
SELECT journey, jsonb_build_object('here:hook', -1, 'passed:hook', 1, 'out:hook:next', 1, 'ended:completed', 1) FROM moved`

/** Three statements, each a transaction: read, begin, finish. The receiver honours the key, so a repetition calls it again. */
export function createDeeds(pool: pg.Pool, sinkUrl: string): Deeds {
  const agent = new Agent({ connections: 32 })
  return {
    async passOn(enrollment, outlet) {
      const { rows } = await pool.query<Standing>({ name: 'standing', text: standing, values: [enrollment] })
      const [at] = rows
      if (!at || at.state === 'ended') return
      const branch = at.level === 'gold' ? 'gold' : 'else'
      const body = JSON.stringify({ to: at.customer, name: at.name })
      if (at.state === 'waiting') {
        const content = JSON.stringify({ url: sinkUrl, method: 'POST', body })
        const seen = JSON.stringify({ 'customer.level': at.level })
        await pool.query({ name: 'begin', text: begin, values: [enrollment, outlet, branch, content, seen] })
      }
      const response = await request(sinkUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `${enrollment}.4` },
        body,
        dispatcher: agent,
        headersTimeout: 8_000,
      })
      await response.body.dump()
      if (response.statusCode >= 300) throw new Error(`answered ${response.statusCode}`)
      await pool.query({ name: 'finish', text: finish, values: [enrollment] })
    },
  }
}
