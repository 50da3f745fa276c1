import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'
import pg from 'pg'

const migrations = fileURLToPath(new URL('./migrations', import.meta.url))
const lockNotAvailable = '55P03'
const patienceMs = 60_000
/** What waits longer for a lock makes everybody else wait behind it. */
const lockTimeoutMs = 2_000

/**
 * Brings the database to the newest migration and answers the names of those that ran. Processes that start together
 * take turns. A lock that is not had within 2 s is tried for again, for a minute.
 */
export async function migrate(url: string): Promise<string[]> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      return await tryMigrate(url)
    } catch (error) {
      if (!isLockedOut(error) || Date.now() > deadline) throw error
      await sleep(100)
    }
  }
}

async function tryMigrate(url: string): Promise<string[]> {
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
    const ran = await runner({
      dbClient: client,
      dir: migrations,
      direction: 'up',
      migrationsTable: 'migration',
      advisoryLockMode: 'wait',
      logger: { info: () => {}, warn: () => {}, error: () => {} },
    })
    return ran.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

const isLockedOut = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === lockNotAvailable
