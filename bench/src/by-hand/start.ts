import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { WorkflowStartOptions } from '@temporalio/client'
import { startPart } from '../../../api/src/start/part.ts'
import type { Running } from '../../../api/src/start/processes.ts'
import { root } from '../../../api/src/start/settings.ts'
import { atMost } from '../stand/at-most.ts'
import type { Stand } from '../stand/stand.ts'
import { schema } from './schema.ts'
import type { delayed, listening } from './workflow.ts'

const taskQueue = 'by-hand'
/** As many as Wend's poker. */
const startsAtOnce = 64

/** The hand-written journey, running. */
export interface ByHand {
  worker: Running
  /** Lets customers in: rows first, then workflows. `untilMs`: when their wait is over; absent: they wait for a purchase. */
  enter(customers: readonly string[], untilMs?: number): Promise<string[]>
  /** Tells a waiting workflow of a purchase. Resolves when Temporal has taken it. */
  buy(enrollment: string): Promise<void>
  /** Whether every one of these waits for its purchase now, its timer set. */
  timersSet(enrollments: readonly string[]): Promise<boolean>
  /** How many of the customers let in last have ended. */
  ended(): Promise<number>
}

/** Starts it beside Wend, on the same servers, with tables and a task queue of its own. */
export async function startByHand(stand: Stand, sinkUrl: string): Promise<ByHand> {
  const { pool, client, workspace } = stand
  await pool.query(schema)
  const worker = await startPart({
    name: 'worker by hand',
    file: join(root, 'bench/src/by-hand/worker.ts'),
    args: [taskQueue, sinkUrl],
    env: {
      DATABASE_URL: stand.databaseUrl,
      TEMPORAL_ADDRESS: stand.temporalAddress,
      TEMPORAL_NAMESPACE: stand.namespace,
    },
    logFile: join(stand.folder, 'by-hand.log'),
    readyWithinMs: 60_000,
  })
  stand.workers.push(worker)
  let journey = ''

  return {
    worker,

    async enter(customers, untilMs) {
      journey = randomUUID()
      const enrollments = customers.map(() => randomUUID())
      await pool.query({
        text: `
          WITH entered AS (
            INSERT INTO by_hand.enrollment (id, workspace, customer, journey, state, node, entry, due_at)
            SELECT r.id, $1, i.customer, $2, 'waiting', 'pause', '{"name": "entered", "properties": {}}', to_timestamp($5 / 1000.0)
            FROM unnest($3::uuid[], $4::text[]) AS r(id, who)
            JOIN customer_id i ON i.workspace = $1 AND i.kind = 'user' AND i.value = r.who
            RETURNING id, customer, entered_at
          ), visited AS (
            INSERT INTO by_hand.visit (enrollment, nth, journey, customer, node, outlet, state, arrived_at, left_at)
            SELECT id, 1, $2, customer, 'in', 'next', 'passed', entered_at, entered_at FROM entered
          )
          INSERT INTO by_hand.count_delta (journey, delta)
          SELECT $2, '{"entered": 1, "passed:in": 1, "out:in:next": 1, "here:pause": 1}' FROM entered`,
        values: [workspace, journey, enrollments, customers, untilMs ?? Date.now() + 86_400_000],
      })
      const options = (workflowId: string) => ({ workflowId, taskQueue, workflowTaskTimeout: '5s' }) as const
      await atMost(startsAtOnce, enrollments, async (enrollment) => {
        if (untilMs === undefined) {
          const start: WorkflowStartOptions<typeof listening> = { ...options(enrollment), args: [enrollment] }
          await client.workflow.start<typeof listening>('listening', start)
        } else {
          const start: WorkflowStartOptions<typeof delayed> = { ...options(enrollment), args: [enrollment, untilMs] }
          await client.workflow.start<typeof delayed>('delayed', start)
        }
      })
      return enrollments
    },

    async buy(enrollment) {
      await client.workflow.getHandle(enrollment).signal('bought')
    },

    async timersSet(enrollments) {
      const last = enrollments.slice(-20)
      const described = await Promise.all(last.map((id) => client.workflow.getHandle(id).describe()))
      // Started, three of its first task, the timer.
      return described.every(({ historyLength }) => historyLength >= 5)
    },

    async ended() {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM by_hand.enrollment WHERE journey = $1 AND state = 'ended'`,
        [journey],
      )
      return rows[0]?.n ?? 0
    },
  }
}
