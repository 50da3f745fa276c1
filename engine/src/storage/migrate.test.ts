import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const indexes = `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index
  WHERE indrelid = 'enrollment'::regclass ORDER BY 1`

test('a migration with indexes made beside other work runs again where it was cut short, also from two processes', async () => {
  const { pool, url } = database
  const before = await pool.query(indexes)
  await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  expect((await migrate(url, 6)).at(-1)).toBe('6_enrollment_indexes')
  // As a process that was killed amid it leaves the database: not noted as done, one index there.
  await pool.query(`DELETE FROM migration WHERE name = '6_enrollment_indexes'; DROP INDEX enrollment_inside`)
  const ran = await Promise.all([migrate(url), migrate(url)])
  expect(ran.flat()[0]).toBe('6_enrollment_indexes')
  expect(new Set(ran.flat()).size).toBe(ran.flat().length)
  expect((await pool.query(indexes)).rows).toEqual(before.rows)
  expect(before.rows).not.toContainEqual(expect.objectContaining({ valid: false }))
})

test('whatever a foreign key points from is found by index, so that deleting what it points to reads no whole table', async () => {
  const { rows } = await database.pool.query<{ key: string }>(
    `SELECT conrelid::regclass || ' → ' || confrelid::regclass AS key FROM pg_constraint c
     WHERE contype = 'f' AND conparentid = 0 AND NOT EXISTS (
       SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND coalesce(pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL', true)
         AND i.indkey[0] = ANY(c.conkey)
         -- By the workspace alone almost every row would be looked at.
         AND (cardinality(c.conkey) = 1 OR i.indkey[0] <> c.conkey[1] OR i.indkey[1] = ANY(c.conkey)))
     ORDER BY 1`,
  )
  expect(rows.map(({ key }) => key)).toEqual([
    // A published version is never deleted; its journey goes only as a draft.
    'enrollment → version',
    // A few rows a person.
    'session → operator',
    'sign_in_link → operator',
  ])
})

test('what days have kept before is told by the names of today', async () => {
  const { pool, url } = database
  await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  expect((await migrate(url, 12)).at(-1)).toBe('12_opens_and_clicks')
  await pool.query(
    `WITH space AS (INSERT INTO workspace (name, secret) VALUES ('Old', '\\x00') RETURNING id),
          drawn AS (INSERT INTO journey (workspace, id, draft, updated_by)
                    SELECT id, gen_random_uuid(), '{}', 'test' FROM space RETURNING workspace, id)
     INSERT INTO count_day (workspace, journey, day, name, n)
     SELECT d.workspace, d.id, '2026-11-01', k.name, k.n FROM drawn d, (VALUES ('entered', 3), ('goals', 2), ('failed', 1)) AS k(name, n)`,
  )
  await migrate(url)
  expect((await pool.query('SELECT name, n FROM count_day ORDER BY n')).rows).toEqual([
    { name: 'failed:', n: 1 },
    { name: 'ended:goal', n: 2 },
    { name: 'entered', n: 3 },
  ])
})
