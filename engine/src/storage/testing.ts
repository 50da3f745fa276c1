import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { inject } from 'vitest'
import { connect } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's servers are asked for: the first question starts them. Absent outside `vitest.config.ts`. */
    servers: string
  }
}

/** A database of one test file: migrated, empty but for one workspace. */
export interface TestDatabase {
  pool: pg.Pool
  url: string
  /** The id of its one workspace, in UTC. */
  workspace: number
  /** Closes the pool and removes the database. */
  drop(): Promise<void>
}

/** The address of the run's Temporal server, `host:port`. The first call starts it. Its namespace is `wend`. */
export const temporalAddress = (): Promise<string> => ask('temporal')

/** Makes a database from the run's migrated template, in a few milliseconds. The first call starts Postgres. */
export async function testDatabase({ max = 10 } = {}): Promise<TestDatabase> {
  const [admin, template] = (await ask('postgres')).split(' ')
  if (!admin || !template) throw new Error('The test servers gave no address of Postgres.')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await run(admin, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)

  const address = new URL(admin)
  address.pathname = `/${name}`
  const pool = connect(address.href, { max, name: 'wend test' })
  const made = await pool.query<{ id: number }>(
    `INSERT INTO workspace (name, secret) VALUES ('Test', $1) RETURNING id`,
    [randomBytes(32)],
  )
  const workspace = made.rows[0]?.id
  if (workspace === undefined) throw new Error('The test database took no workspace.')

  return {
    pool,
    url: address.href,
    workspace,
    async drop() {
      await pool.end()
      await run(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function run(url: string, sql: string): Promise<void> {
  const pool = connect(url, { max: 1, name: 'wend test' })
  try {
    await pool.query(sql)
  } finally {
    await pool.end()
  }
}

async function ask(server: 'postgres' | 'temporal'): Promise<string> {
  const response = await fetch(`${inject('servers')}/${server}`)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}
