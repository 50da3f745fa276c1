import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from '@wend/engine/storage/database'
import { migrate } from '@wend/engine/storage/migrate'
import { type Access, readAccess, writeAccess } from './access.ts'
import { type Folder, takeFolder } from './folder.ts'
import { checkPort, checkPostgres, checkTemporal } from './outside.ts'
import { startPart } from './part.ts'
import { startPostgres } from './postgres.ts'
import { CannotStart, type Running } from './processes.ts'
import { keepSecretKey } from './secret-key.ts'
import { seed } from './seed.ts'
import type { Settings } from './settings.ts'
import { type Supervised, supervise } from './supervise.ts'
import { startTemporal } from './temporal.ts'
import { progress, say } from './terminal.ts'

/** What this Wend is made of: the TypeScript files of the two processes that do the work, and how to bring the editor. */
export interface Parts {
  api: string
  worker: string
  /** Builds the editor where it is older than its sources. */
  editor(): Promise<void>
}

/** All that `npm start` runs. */
export interface Wend {
  /** Resolves once everything runs and `access.json` is written. */
  start(): Promise<void>
  /** Ends what runs: api, worker, Temporal, Postgres. Also in the middle of a start. */
  stop(): Promise<void>
  /** Does not wait any longer for anybody. */
  hurry(): void
}

/** How long each may take to end, in milliseconds: the worker drains. Ten seconds in all. */
const patience = { api: 1_500, worker: 4_500, Temporal: 1_000, Postgres: 1_000 }
type Name = keyof typeof patience
const called: Record<Name, string> = {
  api: 'The api',
  worker: 'The worker',
  Temporal: 'Temporal',
  Postgres: 'Postgres',
}

/** Prepares a Wend. `giveUp` hears of a part that cannot be kept alive. */
export function prepareWend(settings: Settings, parts: Parts, giveUp: (reason: Error) => void): Wend {
  const running = new Map<Name, Supervised<Running>>()
  let folder: Folder | undefined
  let stopping = false
  let starting: Promise<void> | undefined

  const keep = async <T extends Running>(name: Name, start: () => Promise<T>): Promise<T> => {
    const supervised = await supervise({ name: called[name], start, report: say, giveUp })
    running.set(name, supervised)
    return supervised.first
  }
  const unlessStopping = () => {
    if (stopping) throw new CannotStart('Stopped.')
  }

  async function startPostgresIn(folder: string): Promise<string> {
    const { databaseUrl } = settings
    if (databaseUrl) await checkPostgres(databaseUrl)
    const postgres = databaseUrl ? { url: databaseUrl } : await keep('Postgres', () => startPostgres(folder))
    unlessStopping()
    await migrate(postgres.url)
    return postgres.url
  }

  async function startTemporalIn(folder: string, report: (doing: string) => void) {
    const { temporalAddress: address, temporalNamespace: namespace } = settings
    if (address) await checkTemporal(address)
    return address
      ? { address, namespace, uiUrl: undefined }
      : keep('Temporal', () => startTemporal({ folder, keep: true, namespace, report }))
  }

  async function startAll(): Promise<void> {
    folder = await takeFolder(settings.folder, say)
    const { path, note } = folder
    const port = await checkPort(settings.port)
    const url = settings.publicUrl ?? `http://localhost:${port}`

    const [databaseUrl, temporal] = await all([
      progress('Starting Postgres', () => startPostgresIn(path)),
      progress('Starting Temporal', (report) => startTemporalIn(path, report)),
      parts.editor(),
    ])
    unlessStopping()

    const before = await readAccess(path)
    const pool = connect(databaseUrl, { max: 2, name: 'wend start' })
    const { apiKey, writeKey, signInToken } = await seed(pool, before ?? {}).finally(() => pool.end())
    const access: Access = {
      url,
      apiKey,
      writeKey,
      signInUrl: `${url}/sign-in?token=${signInToken}`,
      databaseUrl,
      temporalAddress: temporal.address,
      temporalNamespace: temporal.namespace,
      temporalUiUrl: temporal.uiUrl ?? null,
    }
    const env = {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      WEND_DATA_DIR: path,
      WEND_PUBLIC_URL: url,
      WEND_SECRET_KEY: settings.secretKey ?? (await keepSecretKey(path)),
    }
    const startNamed = async (name: 'api' | 'worker'): Promise<Running> => {
      unlessStopping()
      const file = parts[name]
      const logFile = join(path, `${name}.log`)
      const started = (pid: number) => note(name, pid, file)
      return startPart({ name, file, env, logFile, readyWithinMs: 60_000, started })
    }
    for (const name of ['api', 'worker'])
      await rename(join(path, `${name}.log`), join(path, `${name}.log.1`)).catch(() => {})
    await progress('Starting the worker', () => keep('worker', () => startNamed('worker')))
    // Before api, which is ready only when everything is.
    await writeAccess(path, access)
    await progress('Starting the api', () => keep('api', () => startNamed('api')))
    unlessStopping()
    greet(access, path)
  }

  return {
    start() {
      starting = startAll()
      return starting
    },
    async stop() {
      stopping = true
      // Whatever is just being started is known a moment later; what takes longer, such as a download, is not waited for.
      await Promise.race([starting?.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 1_500).unref())])
      for (const name of ['api', 'worker', 'Temporal', 'Postgres'] as const)
        await running.get(name)?.stop(patience[name])
      await folder?.release()
    },
    hurry() {
      for (const name of ['api', 'worker'] as const) void running.get(name)?.stop(0)
    },
  }
}

/** Waits for all, also where one fails, so that nothing goes on behind a shutdown. */
async function all<const T extends readonly Promise<unknown>[]>(work: T) {
  await Promise.allSettled(work)
  return Promise.all(work)
}

function greet({ signInUrl, apiKey, writeKey, temporalUiUrl }: Access, folder: string): void {
  const lines = [
    'Wend is ready.',
    '',
    `  Sign in     ${signInUrl}`,
    '              (works for 24 hours)',
    `  API key     ${apiKey}`,
    `  Write key   ${writeKey}`,
    ...(temporalUiUrl ? [`  Temporal    ${temporalUiUrl}`] : []),
    `  Logs        ${folder}`,
    '',
    'Ctrl-C stops everything.',
  ]
  say(lines.join('\n'))
}
