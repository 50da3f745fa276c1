import { catalog as builtIn } from '@wend/nodes/catalog'
import type { JsonObject } from '@wend/nodes/sdk/json'
import type pg from 'pg'
import { type Logger, pino } from 'pino'
import type { Incoming } from '../changes/incoming.ts'
import { KnownUsers } from '../changes/known-users.ts'
import { Plans } from '../changes/plans.ts'
import { takeMessages } from '../changes/take-messages.ts'
import { createChannels } from '../channels/create-channels.ts'
import { startLocalOutbox } from '../channels/local-outbox.ts'
import type { Engine } from '../engine.ts'
import type { Journey } from '../journey/journey.ts'
import { createDraft } from '../lifecycle/drafts.ts'
import { publishJourney } from '../lifecycle/publish.ts'
import type { Instruction } from '../step/instruction.ts'
import { createSteps } from '../steps.ts'
import { testDatabase } from '../storage/testing.ts'
import type { PromisedPoke } from '../storage/writes.ts'
import { message } from './engine.ts'

export interface BenchOptions {
  catalog?: Engine['catalog']
  allowHosts?: string
  /** A server that is not the local outbox. */
  smtpUrl?: string
  log?: Logger
  secretKey?: Buffer
  /** Looks at, or breaks, the connections of steps. */
  wrap?: (pool: pg.Pool) => pg.Pool
}

/** One enrollment with its visits and touches, in the words of tests. */
export interface Trail {
  id: string
  state: string
  reason: string | null
  note: string | null
  node: string
  /** `node → outlet`, with what came of it in brackets where it did not pass. */
  visits: string[]
  /** `node: state`, with the reason in brackets. */
  touches: string[]
  attempts: number[]
}

/** Steps over a real Postgres and real channels, with no Temporal behind them: a test takes every step itself. */
export async function stepBench({
  catalog = builtIn,
  allowHosts = '',
  smtpUrl,
  log = pino({ level: 'silent' }),
  wrap,
  secretKey,
}: BenchOptions = {}) {
  const database = await testDatabase({ max: 12 })
  const { pool, workspace } = database
  const rung: PromisedPoke[] = []
  const outbox = smtpUrl === undefined ? await startLocalOutbox(pool) : undefined
  const { channels, close } = createChannels({
    pool,
    publicUrl: 'http://localhost',
    allowHosts,
    secretKey,
    smtp: { url: smtpUrl ?? outbox?.url ?? '', isLocalOutbox: outbox !== undefined },
  })
  const engine: Engine = {
    pool,
    log,
    catalog,
    plans: new Plans(),
    users: new KnownUsers(),
    poker: { ring: (pokes) => void rung.push(...pokes), reach: async () => {} },
  }
  const ofSteps: Engine = { ...engine, pool: wrap?.(pool) ?? pool }
  const steps = createSteps(ofSteps, channels)
  const ref = (id: string) => ({ workspace, id })

  const bench = {
    pool,
    workspace,
    engine,
    ofSteps,
    channels,
    rung,
    ref,

    async publish(journey: Journey): Promise<string> {
      const { id } = await createDraft(engine, workspace, journey, 'test')
      await bench.publishAgain(id)
      return id
    },
    async publishAgain(id: string, journey?: Journey): Promise<void> {
      const { rows } = await pool.query<{ revision: number }>(
        'UPDATE journey SET draft = coalesce($2, draft), revision = revision + 1 WHERE id = $1 RETURNING revision',
        [id, journey ? JSON.stringify(journey) : null],
      )
      const inFlight = { inFlight: 'finish', removed: {} } as const
      await publishJourney(engine, workspace, id, { revision: rows[0]?.revision, inFlight, by: 'test', language: 'en' })
    },
    send: (...messages: Incoming[]) => takeMessages(engine, workspace, messages, { silent: false }),
    track: (user: string, event: string, properties: JsonObject = {}, more: Partial<Incoming> = {}) =>
      bench.send(message(user, event, properties, more)),

    /** The enrollments of a user in a journey, in the order of entry. */
    async enrollments(journey: string, user?: string): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT e.id FROM enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer
         WHERE e.journey = $1 AND ($2::text IS NULL OR c.user_id = $2) ORDER BY e.heard_number, e.entered_at, e.id`,
        [journey, user ?? null],
      )
      return rows.map(({ id }) => id)
    },
    /** Lets a user in by an event; answers the enrollment. */
    async enter(journey: string, user: string, event: string, properties: JsonObject = {}): Promise<string> {
      await bench.track(user, event, properties)
      const id = (await bench.enrollments(journey, user)).at(-1)
      if (id === undefined) throw new Error(`${user} did not enter`)
      return id
    },

    /** One step, on the delivery queue where it asks for it. */
    async step(id: string): Promise<Instruction> {
      const next = await steps.step(ref(id))
      return next.kind === 'deliver' ? steps.stepSlowly(ref(id)) : next
    },
    stepSlowly: (id: string): Promise<Instruction> => steps.stepSlowly(ref(id)),

    /** Lets the time pass until what this enrollment waits for is due: a wait, the next attempt, the end of a lease. */
    async passTime(id: string): Promise<void> {
      await pool.query(
        `UPDATE enrollment SET due_at = clock_timestamp() WHERE id = $1 AND due_at > clock_timestamp()`,
        [id],
      )
      await pool.query(
        `UPDATE touch SET lease_until = clock_timestamp() WHERE enrollment = $1 AND lease_until > clock_timestamp()`,
        [id],
      )
    },

    /** Takes one step after another, as the workflow would, letting the time pass at every rest. */
    async run(id: string, { most = 300, untilRest = false } = {}): Promise<Instruction> {
      let next: Instruction | undefined
      for (let taken = 0; taken < most; taken++) {
        next = await bench.step(id)
        if (next.kind === 'end' || (untilRest && next.kind === 'rest')) return next
        if (next.kind === 'rest') await bench.passTime(id)
      }
      throw new Error(`${id} has not ended after ${most} steps: ${JSON.stringify(next)}`)
    },

    async trail(id: string): Promise<Trail> {
      const { rows } = await pool.query<Omit<Trail, 'visits' | 'touches' | 'attempts'>>(
        'SELECT id, state, reason, note, node FROM enrollment WHERE id = $1',
        [id],
      )
      const visits = await pool.query<{ said: string }>(
        `SELECT node || coalesce(' → ' || outlet, '') || CASE state WHEN 'passed' THEN '' ELSE ' (' || state || coalesce(' ' || reason, '') || ')' END AS said
         FROM visit WHERE enrollment = $1 ORDER BY nth`,
        [id],
      )
      const touches = await pool.query<{ said: string; attempts: number }>(
        `SELECT node || ': ' || state || coalesce(' (' || reason || ')', '') AS said, attempts FROM touch WHERE enrollment = $1 ORDER BY visit`,
        [id],
      )
      const [row] = rows
      if (!row) throw new Error(`no enrollment ${id}`)
      return {
        ...row,
        visits: visits.rows.map(({ said }) => said),
        touches: touches.rows.map(({ said }) => said),
        attempts: touches.rows.map(({ attempts }) => attempts),
      }
    },

    /** When the enrollment's next step is wanted, in milliseconds from now. */
    async dueInMs(id: string): Promise<number> {
      const { rows } = await pool.query<{ ms: number }>(
        'SELECT (extract(epoch FROM due_at - clock_timestamp()) * 1000)::float AS ms FROM enrollment WHERE id = $1',
        [id],
      )
      return rows[0]?.ms ?? Number.NaN
    },

    async attributes(user: string): Promise<JsonObject> {
      const { rows } = await pool.query<{ attributes: JsonObject }>(
        'SELECT attributes FROM customer WHERE user_id = $1',
        [user],
      )
      return rows[0]?.attributes ?? {}
    },

    async drop(): Promise<void> {
      await close()
      await outbox?.close()
      await database.drop()
    },
  }
  return bench
}

export type StepBench = Awaited<ReturnType<typeof stepBench>>
