import { afterAll, beforeAll, expect, test } from 'vitest'
import { message } from '../testing/engine.ts'
import { type TestDoor, testDoor, waiting } from './testing.ts'

let door: TestDoor
const crowd = 20_000

beforeAll(async () => {
  door = await testDoor()
  await door.publish(
    waiting('Crowd', [{ id: 'yes', event: 'bought' }], { goal: { event: 'paid' }, exits: [{ event: 'closed' }] }),
  )
  for (let from = 0; from < crowd; from += 2_000)
    await door.send(...Array.from({ length: 2_000 }, (_, nth) => message(`user ${from + nth}`, 'start')))
}, 240_000)
afterAll(() => door.drop())

/** Rows that Postgres has read by going through whole tables, since it began to count. */
async function readInFull(): Promise<Record<string, number>> {
  await door.pool.query('SELECT pg_stat_clear_snapshot(), pg_stat_force_next_flush()')
  const { rows } = await door.pool.query<{ name: string; n: number }>(
    `SELECT relname AS name, seq_tup_read AS n FROM pg_stat_user_tables WHERE relname IN ('watch', 'enrollment', 'customer', 'customer_id', 'message_seen')`,
  )
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
}

test.each(['as the tables were never analysed', 'after ANALYZE'])(
  'with 20,000 customers waiting, an event finds its waits, its customer and her enrollments by index: %s',
  async (when) => {
    if (when === 'after ANALYZE') await door.pool.query('ANALYZE')
    const before = await readInFull()
    // Often enough that every connection plans for any parameters.
    for (let nth = 0; nth < 80; nth++) {
      const user = `user ${(nth * 37) % crowd}`
      await door.send(
        message(user, 'bought'),
        message(user, 'paid'),
        message(user, 'start'),
        message(`new ${when} ${nth}`, 'start'),
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    for (let nth = 0; nth < 10; nth++) await door.send(message('user 1', 'nobody'))
    const after = await readInFull()
    expect(after).toEqual(before)
  },
  60_000,
)
