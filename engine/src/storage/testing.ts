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

/** The tables in which any row, in whatever column, holds one of these texts. Asks the database itself which tables there are. */
export async function tablesHolding(pool: pg.Pool, texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  )
  const holding: string[] = []
  for (const { name } of tables) {
    // As JSON says it, which is what every column becomes here; bytes are hexadecimal.
    const ways = texts.flatMap((text) => [JSON.stringify(text).slice(1, -1), Buffer.from(text).toString('hex')])
    const { rowCount } = await pool.query(
      `SELECT FROM ${name} AS r WHERE EXISTS (SELECT FROM unnest($1::text[]) AS t(told)
        WHERE strpos(to_jsonb(r)::text, told) > 0 OR strpos(to_jsonb(r)::text, replace(told, '\\', '\\\\')) > 0) LIMIT 1`,
      [ways],
    )
    if (rowCount) holding.push(name)
  }
  return holding
}
