import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@wend/engine/storage/database'
import { migrate } from '@wend/engine/storage/migrate'
import type {} from '@wend/engine/storage/testing'
import type { TestProject } from 'vitest/node'
import { startPostgres, stopPostgresOrphan } from './postgres.ts'
import { isAlive, type Running } from './processes.ts'
import { startTemporal, stopTemporalOrphan } from './temporal.ts'
import { startWend } from './test-wend.ts'

/** What a crash would lose is of no worth here, and syncing is most of a small transaction's time. */
const forTests = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }
const prefix = 'wend-test-'

/**
 * One Postgres, one Temporal and one whole Wend for the run, each started by the first test that asks, so that a run of pure
 * tests starts none. `GET /postgres` answers `<url of an administrator> <name of the migrated template>`,
 * `GET /temporal` answers `host:port`, `GET /wend` what is in `access.json`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), prefix))
  // Postgres's account, where we are root, must be able to enter.
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'pid'), String(process.pid))

  const running: Running[] = []
  const starts: Record<string, () => Promise<string>> = {
    '/postgres': once(async () => {
      const postgres = await startPostgres(folder, forTests)
      running.push(postgres)
      return makeTemplate(postgres.url)
    }),
    '/temporal': once(async () => {
      const temporal = await startTemporal({ folder, keep: false })
      running.push(temporal)
      return temporal.address
    }),
    '/wend': once(async () => {
      const wend = await startWend()
      running.push(wend)
      return JSON.stringify(wend.access)
    }),
  }

  const desk = createServer((request, response) => {
    const start = starts[request.url ?? '']
    if (!start) return void response.writeHead(404).end()
    start().then(
      (answer) => response.end(answer),
      (error) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    )
  })
  const port = await new Promise<number>((resolve, reject) => {
    desk.once('error', reject)
    desk.listen(0, '127.0.0.1', () => {
      const address = desk.address()
      if (address && typeof address === 'object') resolve(address.port)
    })
  })
  project.provide('servers', `http://127.0.0.1:${port}`)

  return async () => {
    desk.closeAllConnections()
    desk.close()
    await Promise.all(running.map((server) => server.stop(5_000)))
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string): Promise<string> {
  await migrate(url)
  const admin = new URL(url)
  admin.pathname = '/postgres'
  const pool = connect(admin.href, { max: 1 })
  await pool.query('ALTER DATABASE wend WITH IS_TEMPLATE true ALLOW_CONNECTIONS false')
  await pool.end()
  return `${admin.href} wend`
}

/** Stops and removes what killed runs left. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = join(tmpdir(), name)
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''))
    if (!pid || isAlive(pid)) continue
    await Promise.all([stopPostgresOrphan(folder), stopTemporalOrphan(folder)])
    await rm(folder, { recursive: true, force: true })
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work()
    return result
  }
}
