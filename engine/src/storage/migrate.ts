import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type MigrationBuilder, runner } from 'node-pg-migrate'
import pg from 'pg'

const migrations = fileURLToPath(new URL('./migrations', import.meta.url))
const lockNotAvailable = '55P03'
const patienceMs = 60_000
/** What waits longer for a lock makes everybody else wait behind it. */
const lockTimeoutMs = 2_000
/** The lock of node-pg-migrate itself, which older releases of ours wait for. */
const turn = '7241865325823964'

/**
 * Brings the database to the newest migration and answers the names of those that ran. Processes that start together
 * take turns. A lock that is not had within 2 s is tried for again, for a minute. `most`: no more than so many, as an older
 * release has.
 */
export async function migrate(url: string, most?: number): Promise<string[]> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      return await tryMigrate(url, most)
    } catch (error) {
      if (!isLockedOut(error) || Date.now() > deadline) throw error
      await sleep(100)
    }
  }
}

async function tryMigrate(url: string, most: number | undefined): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'wend migrate',
    connectionTimeoutMillis: 10_000,
    lock_timeout: lockTimeoutMs,
    options: '-c timezone=UTC',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await takeTurn(client)
    const ran = await runner({
      dbClient: client,
      dir: migrations,
      direction: 'up',
      migrationsTable: 'migration',
      noLock: true,
      ...(most !== undefined && { count: most }),
      migrationLoaderStrategies: [{ extensions: ['.sql'], loader: (files) => Promise.all(files.map(load)) }],
      logger: { info: () => {}, warn: () => {}, error: () => {} },
    })
    return ran.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/**
 * Waits for other processes that migrate, asking again and again: an index that is made beside other work waits for every
 * statement under way, and one that waited for the lock itself would be among them.
 */
async function takeTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [turn])
    if (rows[0]?.mine) return
    await sleep(100)
  }
}

/** A file that says so in its first line runs statement by statement, so that indexes can be made while others write. */
async function load(file: string) {
  const text = await readFile(file, 'utf8')
  const alone = /^-- Up Migration, without a transaction/.test(text)
  const up = (pgm: MigrationBuilder): void => {
    if (!alone) return void pgm.sql(text)
    pgm.noTransaction()
    // Who waits here holds up nobody.
    const statements = ['SET lock_timeout = 0', ...statementsOf(text), `SET lock_timeout = ${lockTimeoutMs}`]
    for (const statement of statements) pgm.sql(statement)
  }
  return { id: file, filePaths: [file], actions: { up, down: false as const } }
}

const statementsOf = (text: string): string[] =>
  text
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean)

const isLockedOut = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === lockNotAvailable
