import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { connect } from '@wend/engine/storage/database'
import { migrate } from '@wend/engine/storage/migrate'
import type pg from 'pg'
import { startPart } from '../../../api/src/start/part.ts'
import { type PostgresServer, startPostgres } from '../../../api/src/start/postgres.ts'
import { freePort, type Running } from '../../../api/src/start/processes.ts'
import { seed } from '../../../api/src/start/seed.ts'
import { root } from '../../../api/src/start/settings.ts'
import { startTemporal, type TemporalServer } from '../../../api/src/start/temporal.ts'

export interface StandOptions {
  apis?: number
  workers?: number
  /** For api and worker: `WEND_ALLOW_HOSTS` of the sink, mostly. */
  env?: Record<string, string>
  /** Postgres's own settings. Default: as `npm start` runs it, safe against crashes. */
  postgres?: Record<string, string>
  /** Prepares the stand's folder before anything starts in it. Answers how to undo that once all has ended. */
  prepare?(folder: string): Promise<(() => Promise<unknown>) | undefined>
  /** Where api and worker find the servers, given where these listen. Default: there. */
  through?(
    servers: Pick<Stand, 'databaseUrl' | 'temporalAddress'>,
  ): Promise<{ databaseUrl: string; temporalAddress: string }>
}

/** A whole Wend in a folder of its own, as `npm start` runs it: real processes, real servers, one workspace. */
export interface Stand {
  folder: string
  /** Of each api. */
  urls: string[]
  databaseUrl: string
  temporalAddress: string
  namespace: string
  workspace: number
  apiKey: string
  writeKey: string
  postgres: PostgresServer
  temporal: TemporalServer
  apis: Running[]
  workers: Running[]
  pool: pg.Pool
  client: Client
  startApi(port?: number): Promise<Running>
  startWorker(): Promise<Running>
  stop(): Promise<void>
}

/** Starts it. Resolves when events are taken and steps run. */
export async function startStand({
  apis = 1,
  workers = 1,
  env = {},
  postgres: settings = {},
  prepare,
  through = async (servers) => servers,
}: StandOptions = {}): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'wend-stand-'))
  // Postgres's account, where we are root, must be able to enter.
  await chmod(folder, 0o755)
  const undo = await prepare?.(folder)
  const [postgres, temporal] = await Promise.all([
    startPostgres(folder, settings),
    startTemporal({ folder, keep: true }),
  ])
  await migrate(postgres.url)
  const pool = connect(postgres.url, { max: 8, name: 'wend stand', statementTimeoutMs: 600_000 })
  const { apiKey, writeKey } = await seed(pool, {})
  const { rows } = await pool.query<{ id: number }>('SELECT min(id) AS id FROM workspace')
  const client = new Client({
    connection: await Connection.connect({ address: temporal.address }),
    namespace: temporal.namespace,
  })

  const seen = await through({ databaseUrl: postgres.url, temporalAddress: temporal.address })
  let nth = 0
  const part = (name: 'api' | 'worker', more: Record<string, string>): Promise<Running> =>
    startPart({
      name,
      file: join(root, name === 'api' ? 'api/src/main.ts' : 'engine/src/worker.ts'),
      env: {
        DATABASE_URL: seen.databaseUrl,
        TEMPORAL_ADDRESS: seen.temporalAddress,
        TEMPORAL_NAMESPACE: temporal.namespace,
        WEND_DATA_DIR: folder,
        WEND_PUBLIC_URL: 'http://localhost',
        LOG_LEVEL: 'warn',
        ...env,
        ...more,
      },
      logFile: join(folder, `${name}-${++nth}.log`),
      readyWithinMs: 60_000,
    })

  const stand: Stand = {
    folder,
    urls: [],
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    workspace: rows[0]?.id ?? 0,
    apiKey,
    writeKey,
    postgres,
    temporal,
    apis: [],
    workers: [],
    pool,
    client,
    async startApi(port) {
      const at = port ?? (await freePort())
      const started = await part('api', { PORT: String(at) })
      stand.apis.push(started)
      if (port === undefined) stand.urls.push(`http://127.0.0.1:${at}`)
      return started
    },
    async startWorker() {
      const started = await part('worker', {})
      stand.workers.push(started)
      return started
    },
    async stop() {
      await client.connection.close()
      await pool.end()
      await Promise.all([...stand.apis, ...stand.workers].map((running) => running.stop(6_000)))
      await Promise.all([stand.temporal.stop(2_000), stand.postgres.stop(5_000)])
      await undo?.()
      await rm(folder, { recursive: true, force: true })
    },
  }
  await Promise.all([
    ...Array.from({ length: apis }, () => stand.startApi()),
    ...Array.from({ length: workers }, () => stand.startWorker()),
  ])
  return stand
}
