import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { catalog } from '@wend/nodes/catalog'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KnownUsers } from '../changes/known-users.ts'
import { Plans } from '../changes/plans.ts'
import type { Engine } from '../engine.ts'
import { Poker } from '../poke.ts'
import { type TestDatabase, testDatabase } from '../storage/testing.ts'
import { rollUpCounts } from '../upkeep/roll-up.ts'
import { countJourney } from './counts.ts'
import { countTotals } from './totals.ts'

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await testDatabase()
  const { pool } = database
  const log = pino({ level: 'silent' })
  const poker = new Poker(new Client({ connection: Connection.lazy() }), pool, log)
  engine = { pool, log, catalog, plans: new Plans(), users: new KnownUsers(), poker }
})
afterAll(() => database.drop())

/** A journey that was emptied twice: by a stop, then by a pause that discarded. */
async function journeyOfThreeEpochs(): Promise<string> {
  const id = randomUUID()
  await database.pool.query(
    `INSERT INTO journey (workspace, id, draft, epoch, updated_by) VALUES ($1, $2, '{"name":"x"}', 2, 'test')`,
    [database.workspace, id],
  )
  await database.pool.query(
    `INSERT INTO journey_cut (workspace, journey, epoch, reason) VALUES ($1, $2, 0, 'stopped'), ($1, $2, 1, 'discarded')`,
    [database.workspace, id],
  )
  return id
}

const append = (journey: string, epoch: number, delta: Record<string, number>) =>
  database.pool.query('INSERT INTO count_delta (workspace, journey, epoch, delta) VALUES ($1, $2, $3, $4)', [
    database.workspace,
    journey,
    epoch,
    JSON.stringify(delta),
  ])

test('whoever had not ended when an epoch was cut counts as ended by it, also before her row says so', async () => {
  const id = await journeyOfThreeEpochs()
  await append(id, 0, { entered: 5, 'here:a': 5 })
  await append(id, 0, { 'ended:goal': 2, 'here:a': -2 })
  await append(id, 1, { entered: 3, 'here:a': 3 })
  await append(id, 2, { entered: 4, 'here:a': 4, 'passed:b': 4, 'out:b:next': 4 })
  const counts = await countJourney(engine, database.workspace, id)
  expect(counts).toMatchObject({ entered: 12, active: 4, ended: { goal: 2, stopped: 3, discarded: 3, completed: 0 } })
  expect(counts.nodes).toMatchObject({ a: { here: 4 }, b: { passed: 4, outlets: { next: 4 } } })

  // Behind the cut, the rows are ended one by one: no number moves.
  await append(id, 0, { 'ended:stopped': 3, 'here:a': -3 })
  expect(await countJourney(engine, database.workspace, id)).toEqual(counts)
})

test('rolling counts up, at any moment, changes no number; and the totals of a list agree', async () => {
  const names = [
    'entered',
    'ended:completed',
    'ended:exit',
    'here:a',
    'passed:a',
    'failed:a',
    'blocked:b',
    'out:a:yes',
    'out:constructor:toString',
  ]
  const delta = fc.dictionary(fc.constantFrom(...names), fc.integer({ min: -3, max: 9 }), { minKeys: 1 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ epoch: fc.integer({ min: 0, max: 2 }), delta }), { maxLength: 12 }),
      fc.nat(12),
      async (deltas, after) => {
        const [whole, rolled] = [await journeyOfThreeEpochs(), await journeyOfThreeEpochs()]
        for (const each of deltas) await append(rolled, each.epoch, each.delta)
        await rollUpCounts(engine)
        for (const [nth, each] of deltas.entries()) {
          await append(whole, each.epoch, each.delta)
          if (nth === after) await rollUpCounts(engine)
        }
        const counts = await countJourney(engine, database.workspace, whole)
        expect(await countJourney(engine, database.workspace, rolled)).toEqual(counts)
        const ended = Object.values(counts.ended).reduce((sum, n) => sum + n, 0)
        expect(counts.entered).toBe(counts.active + ended)
        const totals = (await countTotals(engine, database.workspace, [whole])).get(whole) ?? {
          entered: 0,
          active: 0,
          ended: 0,
        }
        expect(totals).toMatchObject({ entered: counts.entered, active: counts.active, ended })
      },
    ),
    { numRuns: 25 },
  )
})

test('a list tells of the last seven days: who entered, goals and failures, and nothing older', async () => {
  const id = await journeyOfThreeEpochs()
  await append(id, 0, { entered: 5, 'ended:goal': 2, 'failed:a': 1, 'failed:b': 2, 'passed:a': 9 })
  await rollUpCounts(engine)
  await append(id, 1, { entered: 1 })
  await rollUpCounts(engine)
  await engine.pool.query(
    `INSERT INTO count_day (workspace, journey, day, name, n)
     VALUES ($1, $2, (now() AT TIME ZONE 'UTC')::date - 7, 'entered', 100)`,
    [database.workspace, id],
  )
  const totals = await countTotals(engine, database.workspace, [id])
  expect(totals.get(id)?.week).toEqual({ entered: 6, goals: 2, failed: 3 })
})

/** A day, UTC, so many before this one. */
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

test('of a period what happened within it is told, by every name; who is here and active is told of now', async () => {
  const id = await journeyOfThreeEpochs()
  const inDays = (from: number, to: number) =>
    countJourney(engine, database.workspace, id, { from: daysAgo(from), to: daysAgo(to) })
  const move = (days: number) =>
    engine.pool.query(
      `UPDATE count_day SET day = day - $3::integer WHERE workspace = $1 AND journey = $2 AND day = $4`,
      [database.workspace, id, days, daysAgo(0)],
    )
  await append(id, 2, { entered: 5, 'ended:goal': 2, 'here:a': 3, 'passed:a': 2, 'failed:b': 1, 'out:a:yes': 2 })
  await rollUpCounts(engine)
  await move(9)
  await append(id, 2, { entered: 1, 'here:a': 1, 'delivered:b': 1, 'opened:b': 1, 'out:a:yes:no': 1 })
  await rollUpCounts(engine)
  await move(2)
  await append(id, 2, { 'ended:exit': 1, 'here:a': -1, 'blocked:b': 4 })

  const none = { completed: 0, goal: 0, exit: 0, stopped: 0, discarded: 0 }
  const now = { active: 3, nodes: { a: { here: 3 } } }
  const earlier = await inDays(9, 9)
  expect(earlier).toMatchObject({ ...now, entered: 5, ended: { ...none, goal: 2 } })
  expect(earlier.nodes).toMatchObject({ a: { passed: 2, outlets: { yes: 2 } }, b: { failed: 1, delivered: 0 } })
  const week = await inDays(6, 0)
  expect(week).toMatchObject({ ...now, entered: 1, ended: { ...none, exit: 1 } })
  expect(week.nodes).toMatchObject({
    a: { passed: 0, outlets: { 'yes:no': 1 } },
    b: { failed: 0, delivered: 1, opened: 1, blocked: 4 },
  })
  expect(await inDays(8, 3)).toMatchObject({ ...now, entered: 0, ended: none })
  // All days together are all time, whether rolled up or not.
  const whole = await countJourney(engine, database.workspace, id)
  expect(await inDays(30, 0)).toEqual(whole)
  await rollUpCounts(engine)
  expect(await inDays(30, 0)).toEqual(whole)
})

test('whoever a cut ended counts on the day of the cut', async () => {
  const id = await journeyOfThreeEpochs()
  await append(id, 0, { entered: 5, 'here:a': 5 })
  await rollUpCounts(engine)
  await engine.pool.query(
    `UPDATE journey_cut SET at = at - interval '3 days' WHERE workspace = $1 AND journey = $2 AND epoch = 0`,
    [database.workspace, id],
  )
  const ended = async (from: number, to: number) =>
    (await countJourney(engine, database.workspace, id, { from: daysAgo(from), to: daysAgo(to) })).ended.stopped
  expect([await ended(3, 3), await ended(2, 0), await ended(6, 4)]).toEqual([5, 0, 0])
})
