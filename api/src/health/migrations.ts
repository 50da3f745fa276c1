import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type pg from 'pg'

const folder = join(dirname(createRequire(import.meta.url).resolve('@wend/engine/storage/migrate')), 'migrations')
let needed: Promise<string[]> | undefined

/** Names of migrations that this code needs and the database has not. Throws where Postgres does not answer. */
export async function missingMigrations(pool: pg.Pool): Promise<string[]> {
  needed ??= readdir(folder).then((files) =>
    files.filter((name) => name.endsWith('.sql')).map((name) => name.slice(0, -'.sql'.length)),
  )
  const { rows } = await pool.query<{ exists: boolean }>(`SELECT to_regclass('migration') IS NOT NULL AS exists`)
  if (!rows[0]?.exists) return needed
  const done = await pool.query<{ name: string }>('SELECT name FROM migration')
  const names = new Set(done.rows.map(({ name }) => name))
  return (await needed).filter((name) => !names.has(name))
}
