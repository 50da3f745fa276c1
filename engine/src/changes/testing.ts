import { catalog } from '@wend/nodes/catalog'
import { type Json, type JsonObject, jsonObject } from '@wend/nodes/sdk/json'
import type { Operator, Rule } from '@wend/nodes/sdk/rule'
import type pg from 'pg'
import { pino } from 'pino'
import type { Channel } from '../channels/channel.ts'
import type { Channels } from '../channels/create-channels.ts'
import type { Engine } from '../engine.ts'
import type { Journey, Settings } from '../journey/journey.ts'
import { createDraft } from '../lifecycle/drafts.ts'
import { publishJourney } from '../lifecycle/publish.ts'
import type { Instruction } from '../step/instruction.ts'
import { createSteps } from '../steps.ts'
import { testDatabase } from '../storage/testing.ts'
import type { PromisedPoke } from '../storage/writes.ts'
import { inARow } from '../testing/engine.ts'
import { type EnrollRequest, enroll } from './enroll.ts'
import type { Incoming } from './incoming.ts'
import { KnownUsers } from './known-users.ts'
import { Plans } from './plans.ts'
import { takeMessages } from './take-messages.ts'

/** An enrollment as its row says, in the words of tests. */
export interface Seen {
  id: string
  customer: string
  state: string
  reason: string | null
  node: string
  /** The branch that an event claimed, whether it waits to be taken or was taken at once. */
  claim: string | null
  goal: boolean
  entry: JsonObject
}

/**
 * The door on a real database, with nobody behind it: workflows are not reached, what would have been rung is kept, and
 * steps are taken by hand. Touches always arrive.
 */
export async function testDoor({ max = 10 } = {}) {
  const database = await testDatabase({ max })
  const { pool, workspace } = database
  const rung: PromisedPoke[] = []
  const engine: Engine = {
    pool,
    log: pino({ level: 'silent' }),
    catalog,
    plans: new Plans(),
    users: new KnownUsers(),
    poker: {
      ring: (pokes) => void rung.push(...pokes),
      reach: async (poke) => void rung.push({ id: 0, ...poke }),
    },
  }
  const steps = createSteps(engine, arriving)

  return {
    pool,
    url: database.url,
    workspace,
    engine,
    rung,
    drop: () => database.drop(),

    /** Makes the database empty again, which is quicker than another. */
    async clear(): Promise<void> {
      rung.length = 0
      await pool.query(`
        DELETE FROM poke; DELETE FROM count_delta; DELETE FROM count_total; DELETE FROM visit; DELETE FROM touch; DELETE FROM watch;
        DELETE FROM enrollment; DELETE FROM journey; DELETE FROM plan; DELETE FROM event; DELETE FROM message_seen;
        DELETE FROM customer_id; DELETE FROM consent; DELETE FROM customer; UPDATE workspace SET listening = listening + 1, erasures = erasures + 1`)
    },

    send: (...messages: Incoming[]) => takeMessages(engine, workspace, messages, { silent: false }),
    importAll: (...messages: Incoming[]) => takeMessages(engine, workspace, messages, { silent: true }),
    enroll: (journey: string, request: EnrollRequest) => enroll(engine, workspace, journey, request),

    async publish(journey: Journey): Promise<string> {
      const { id } = await createDraft(engine, workspace, journey, 'test')
      await publishDraft(engine, workspace, id)
      return id
    },

    /** Publishes again, with other settings or nodes. */
    async publishAgain(id: string, journey: Journey): Promise<void> {
      await pool.query(`UPDATE journey SET draft = $3, revision = revision + 1 WHERE workspace = $1 AND id = $2`, [
        workspace,
        id,
        JSON.stringify(journey),
      ])
      await publishDraft(engine, workspace, id)
    },

    /** Takes one step of an enrollment, as its workflow would. */
    step: (id: string): Promise<Instruction> => steps.step({ workspace, id }),

    /** Everybody in a journey, in the order they entered. */
    async enrollments(journey: string): Promise<Seen[]> {
      const { rows } = await pool.query<Seen>(
        `SELECT e.id, coalesce(c.user_id, c.first_id) AS customer, e.state, e.reason, e.node, coalesce(e.claim ->> 'branch', (SELECT v.outlet
             FROM visit v WHERE v.workspace = e.workspace AND v.enrollment = e.id AND v.outlet NOT IN ('next', 'else', 'timed-out')
             ORDER BY v.nth DESC LIMIT 1)) AS claim,
           e.goal_at IS NOT NULL AS goal, e.entry -> 'properties' AS entry
         FROM enrollment e JOIN customer c ON c.workspace = e.workspace AND c.id = e.customer
         WHERE e.workspace = $1 AND e.journey = $2 ORDER BY e.entered_at, (SELECT min(v.number) FROM event v
           WHERE v.workspace = e.workspace AND v.customer = e.customer AND v.name = e.entry ->> 'name' AND v.properties = e.entry -> 'properties')`,
        [workspace, journey],
      )
      return rows
    },

    /** Attributes of a customer, by any id. */
    async attributes(id: string): Promise<JsonObject> {
      const { rows } = await pool.query<{ attributes: JsonObject }>(
        `SELECT c.attributes FROM customer c JOIN customer_id i ON i.workspace = c.workspace AND i.customer = c.id
         WHERE c.workspace = $1 AND i.value = $2`,
        [workspace, id],
      )
      return rows[0]?.attributes ?? {}
    },

    /** Names of a customer's events, in the order of their numbers. */
    async events(id: string): Promise<string[]> {
      const { rows } = await pool.query<{ name: string }>(
        `SELECT e.name FROM event e JOIN customer_id i ON i.workspace = e.workspace AND i.customer = e.customer
         WHERE e.workspace = $1 AND i.value = $2 ORDER BY e.number`,
        [workspace, id],
      )
      return rows.map(({ name }) => name)
    },
  }
}

export type TestDoor = Awaited<ReturnType<typeof testDoor>>

const publishDraft = async (engine: Engine, workspace: number, id: string): Promise<void> => {
  const { rows } = await engine.pool.query<{ revision: number }>('SELECT revision FROM journey WHERE id = $1', [id])
  const inFlight = { inFlight: 'finish' as const, removed: {} }
  await publishJourney(engine, workspace, id, { revision: rows[0]?.revision, inFlight, by: 'test', language: 'en' })
}

const channel: Channel = {
  honoursKeys: true,
  prepare: async (message) => ({ content: { channel: message.channel } }),
  isSlow: () => false,
  send: async () => ({ came: 'delivered' }),
}
/** Every touch arrives. */
export const arriving: Channels = { email: channel, inbox: channel, webhook: channel }

/** A rule with one leaf. */
export const where = (field: string, operator: Operator, value?: Json, valueSource?: 'field'): Rule => ({
  combinator: 'and',
  rules: [{ field, operator, ...(value !== undefined && { value }), ...(valueSource && { valueSource }) }],
})

const configOf = (config: object): JsonObject => jsonObject.parse(JSON.parse(JSON.stringify(config)))

/** Entered by `start`, it waits a day for one of these branches, then ends. */
export const waiting = (
  name: string,
  branches: { id: string; event: string; where?: Rule }[],
  settings: Settings = {},
  start: { event: string; where?: Rule } = { event: 'start' },
): Journey =>
  inARow(
    name,
    [
      { id: 'in', type: 'entry-event', config: configOf(start) },
      { id: 'hold', type: 'wait-for-event', config: configOf({ branches, timeout: 'P1D' }) },
    ],
    { settings },
  )

/** A client of a pool, with every statement it sends noted. */
export function counting(pool: pg.Pool): { pool: pg.Pool; statements: string[] } {
  const statements: string[] = []
  const note = (sent: unknown): void => {
    if (typeof sent === 'string') statements.push(sent)
    else if (typeof sent === 'object' && sent !== null && 'text' in sent)
      statements.push('name' in sent && sent.name ? String(sent.name) : String(sent.text))
  }
  const watched = <T extends pg.Pool | pg.PoolClient>(target: T): T =>
    new Proxy(target, {
      get(of, key) {
        if (key === 'query')
          return (...sent: unknown[]) => {
            note(sent[0])
            return Reflect.apply(of.query, of, sent)
          }
        if (key === 'connect') return async () => watched(await pool.connect())
        const value: unknown = Reflect.get(of, key, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })
  return { pool: watched(pool), statements }
}
