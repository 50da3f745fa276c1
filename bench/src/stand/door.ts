import { KnownUsers } from '@wend/engine/changes/known-users'
import { Plans } from '@wend/engine/changes/plans'
import { createChannels } from '@wend/engine/channels/create-channels'
import type { Engine } from '@wend/engine/engine'
import type { Journey } from '@wend/engine/journey/journey'
import { createDraft } from '@wend/engine/lifecycle/drafts'
import { publishJourney } from '@wend/engine/lifecycle/publish'
import { createSteps } from '@wend/engine/steps'
import { connect } from '@wend/engine/storage/database'
import { migrate } from '@wend/engine/storage/migrate'
import { catalog } from '@wend/nodes/catalog'
import type pg from 'pg'
import { pino } from 'pino'
import { seed } from '../../../api/src/start/seed.ts'

/** The engine over a database of its own, called as api and worker call it. Nobody is rung: what is promised is dropped. */
export interface Door {
  engine: Engine
  pool: pg.Pool
  workspace: number
  /** Draws a journey and publishes it. Answers its id. */
  publish(journey: Journey): Promise<string>
  step(enrollment: string): Promise<unknown>
  close(): Promise<void>
}

/** Makes the database on this server, and opens the door. */
export async function openDoor(serverUrl: string, name: string): Promise<Door> {
  const server = connect(serverUrl, { max: 1 })
  await server.query(`CREATE DATABASE ${name}`)
  await server.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await migrate(url.href)
  const pool = connect(url.href, { max: 4, statementTimeoutMs: 600_000 })
  await seed(pool, {})
  const { rows } = await pool.query<{ id: number }>('SELECT min(id) AS id FROM workspace')
  const workspace = rows[0]?.id ?? 0
  const log = pino({ level: 'warn' })
  const engine: Engine = {
    pool,
    log,
    catalog,
    plans: new Plans(),
    users: new KnownUsers(),
    poker: { ring: () => {}, reach: async () => {} },
  }
  const { channels, close } = createChannels({
    pool,
    publicUrl: 'http://localhost',
    allowHosts: '',
    smtp: { url: 'smtp://127.0.0.1:1', isLocalOutbox: false },
  })
  const steps = createSteps(engine, channels)
  return {
    engine,
    pool,
    workspace,
    async publish(journey) {
      const { id } = await createDraft(engine, workspace, journey, 'bench')
      const inFlight = { inFlight: 'finish', removed: {} } as const
      await publishJourney(engine, workspace, id, { revision: undefined, inFlight, by: 'bench', language: 'en' })
      return id
    },
    step: (id) => steps.step({ workspace, id }),
    async close() {
      await close()
      await pool.end()
    },
  }
}
