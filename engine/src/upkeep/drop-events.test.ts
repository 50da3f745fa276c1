import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDoor, testDoor } from '../changes/testing.ts'
import { message } from '../testing/engine.ts'
import { dropOldEvents } from './drop-events.ts'
import { keepHouse } from './forget.ts'

let door: TestDoor
beforeAll(async () => {
  door = await testDoor()
})
afterAll(() => door.drop())

const months = async (): Promise<string[]> => {
  const { rows } = await door.pool.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'event'::regclass ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

test('months before the last whole ones are dropped, by one of the workers that look, and the others stay', async () => {
  await door.pool.query(`DO $$ BEGIN FOR n IN 2..4 LOOP EXECUTE format('CREATE TABLE %I PARTITION OF event FOR VALUES FROM (%L) TO (%L)',
    'event_' || to_char(date_trunc('month', now()) - make_interval(months => n), 'YYYYMM'),
    date_trunc('month', now()) - make_interval(months => n), date_trunc('month', now()) - make_interval(months => n - 1)); END LOOP; END $$`)
  await door.send(message('ada', 'kept'))
  const before = await months()
  await Promise.all([dropOldEvents(door.engine, 2), dropOldEvents(door.engine, 2)])
  expect(await months()).toEqual(before.slice(2))
  await dropOldEvents(door.engine, 1)
  expect(await months()).toEqual(before.slice(3))
  // What is made ahead is not dropped, and what is dropped is not made again.
  await keepHouse(door.engine)
  expect(await dropOldEvents(door.engine, 1)).toBe(0)
  expect(await months()).toEqual(before.slice(3))
  expect(await door.events('ada')).toEqual(['kept'])
})
