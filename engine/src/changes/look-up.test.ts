import { afterAll, beforeAll, expect, test } from 'vitest'
import { message } from '../testing/engine.ts'
import { endCut } from '../upkeep/end-cut.ts'
import { releaseHeld } from '../upkeep/release-held.ts'
import { sweepPokes } from '../upkeep/sweep.ts'
import { watchDue } from '../upkeep/watch-due.ts'
import { type TestDoor, testDoor, waiting } from './testing.ts'

let door: TestDoor
const crowd = 20_000

beforeAll(async () => {
  door = await testDoor()
  // An index by stretches (BRIN) is brought up to date by Postgres itself, now or later, and what that reads counts as read whole
  // too. Here nobody does it meanwhile, and ANALYZE comes when a test says so.
  await door.pool.query(`ALTER TABLE enrollment SET (autovacuum_enabled = off); ALTER TABLE message_seen SET (autovacuum_enabled = off);
    ALTER INDEX enrollment_entered_at SET (autosummarize = off); ALTER INDEX enrollment_ended_at SET (autosummarize = off)`)
  await door.publish(
    waiting('Crowd', [{ id: 'yes', event: 'bought' }], { goal: { event: 'paid' }, exits: [{ event: 'closed' }] }),
  )
  // What a connection plans while the tables are empty it keeps: until the first ANALYZE, a minute after the crowd has come.
  for (let nth = 0; nth < 20; nth++)
    await door.send(
      message(`early ${nth}`, 'start'),
      message(`early ${nth % 3}`, 'bought'),
      message(`early ${nth}`, 'nobody'),
    )
  for (let from = 0; from < crowd; from += 2_000)
    await door.send(...Array.from({ length: 2_000 }, (_, nth) => message(`user ${from + nth}`, 'start')))
}, 240_000)
afterAll(() => door.drop())

/** Entries that Postgres has read in indexes and rows in whole tables, since it began to count. */
async function read(): Promise<{ whole: number; byIndex: number }> {
  // What an idle connection has done is told after a second, at its next statement.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  for (let nth = 0; nth < 10; nth++) await door.send(message('user 1', 'nobody'))
  await door.pool.query('SELECT pg_stat_clear_snapshot()')
  const { rows } = await door.pool.query<{ whole: number; byIndex: number }>(
    `SELECT (SELECT sum(seq_tup_read)::bigint FROM pg_stat_user_tables WHERE relname = ANY($1)) AS whole,
       (SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relname = ANY($1)) AS "byIndex"`,
    [['watch', 'enrollment', 'customer', 'customer_id', 'message_seen', 'poke']],
  )
  return rows[0] ?? { whole: 0, byIndex: 0 }
}

test('20,000 customers enter a fresh database without reading each other', async () => {
  const { whole, byIndex } = await read()
  expect(whole).toBe(0)
  expect(byIndex).toBeLessThan(20 * crowd)
})

test.each(['before', 'after'])(
  'with 20,000 customers waiting, an event finds its waits, its customer and her enrollments by index: %s ANALYZE',
  async (when) => {
    if (when === 'after') await door.pool.query('ANALYZE')
    const before = await read()
    // Often enough that the connection plans for any parameters.
    for (let nth = 0; nth < 80; nth++) {
      const user = `user ${(nth * 37) % crowd}`
      await door.send(
        message(user, 'bought'),
        message(user, 'paid'),
        message(user, 'start'),
        message(`new ${when} ${nth}`, 'start'),
      )
    }
    const after = await read()
    expect(after.whole).toBe(before.whole)
    expect(after.byIndex - before.byIndex).toBeLessThan(80 * 4 * 20)
  },
  60_000,
)

test('with 20,000 customers waiting, what the upkeep looks for again and again reads none of them', async () => {
  const before = await read()
  for (let nth = 0; nth < 10; nth++) {
    await releaseHeld(door.engine)
    await endCut(door.engine)
    await watchDue(door.engine)
  }
  const after = await read()
  expect(after.whole).toBe(before.whole)
  expect(after.byIndex - before.byIndex).toBeLessThan(1_000)
})

test('of 20,000 pokes that an absent Temporal left, a sweep reads those that it makes', async () => {
  const before = await read()
  for (let nth = 0; nth < 4; nth++) expect(await sweepPokes(door.engine, 0)).toBe(500)
  const after = await read()
  expect(after.whole).toBe(before.whole)
  expect(after.byIndex - before.byIndex).toBeLessThan(4 * 500 * 8)
})
