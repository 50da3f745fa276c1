import type { Occurrence } from '@wend/nodes/sdk/define-node'
import type { JsonObject } from '@wend/nodes/sdk/json'
import type { RuleLeaf } from '@wend/nodes/sdk/rule'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../storage/testing.ts'
import { holds } from './holds.ts'
import { readLeaf } from './read-leaf.ts'
import { didCountSql, ruleToSql } from './sql.ts'
import { anyObject, anyRule, anyValue, countedEvents } from './testing.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const hourMs = 3_600_000

interface Stored {
  id: number
  attributes: JsonObject
  events: (Occurrence & { number: number })[]
}

let database: TestDatabase
let customers: Stored[] = []

beforeAll(async () => {
  database = await testDatabase()
  const event = fc.record({
    name: fc.constantFrom(...countedEvents),
    properties: anyObject,
    atMs: fc
      .constantFrom(0, 1, hourMs - 1, hourMs, hourMs + 1, 24 * hourMs, 24 * hourMs + 1, 30 * 24 * hourMs, 4e10)
      .map((ago) => nowMs - ago),
  })
  const person = fc.record({ attributes: anyObject, events: fc.array(event, { maxLength: 6 }) })
  customers = fc.sample(person, { numRuns: 40, seed: 7 }).map(({ attributes, events }, nth) => ({
    id: nth + 1,
    attributes,
    events: events.map((one, at) => ({ ...one, number: (nth + 1) * 100 + at })),
  }))
  for (const { id, attributes, events } of customers) {
    await database.pool.query(`INSERT INTO customer (workspace, id, first_id, attributes) VALUES ($1, $2, $3, $4)`, [
      database.workspace,
      id,
      `c${id}`,
      JSON.stringify(attributes),
    ])
    for (const { name, properties, atMs, number } of events)
      await database.pool.query(
        `INSERT INTO event (workspace, customer, number, received_at, at, kind, name, properties, message_id)
         VALUES ($1, $2, $3, now(), $4, 'track', $5, $6, $7)`,
        [database.workspace, id, number, new Date(atMs), name, JSON.stringify(properties), `m${number}`],
      )
  }
}, 120_000)
afterAll(() => database?.drop())

/** Counts in memory what SQL counts over the table. */
const countIn = ({ attributes, events }: Stored, leaf: RuleLeaf, upTo = Number.POSITIVE_INFINITY): number => {
  const read = readLeaf(leaf)
  if (read.kind !== 'did') return 0
  const { event: name, withinMs = Number.POSITIVE_INFINITY, where } = read.did
  return events.filter((event) => {
    if (event.name !== name || event.number > upTo || event.atMs < nowMs - withinMs) return false
    const nothing: Occurrence = { name: '', properties: {}, atMs: 0 }
    return !where || holds(where, { customer: attributes, event, entry: nothing, counted: () => undefined }, nowMs)
  }).length
}

test('a rule means the same in memory and in SQL, for every customer', { timeout: 60_000 }, async () => {
  let compared = 0
  let held = 0
  await fc.assert(
    fc.asyncProperty(anyRule, anyObject, anyObject, async (rule, event, entry) => {
      const params: unknown[] = [database.workspace, JSON.stringify(event), JSON.stringify(entry)]
      const condition = ruleToSql(rule, { params, nowMs, event: '$2::jsonb', entry: '$3::jsonb' })
      const { rows } = await database.pool.query<{ id: number; held: boolean | null }>(
        `SELECT c.id, ${condition} AS held, $2::jsonb IS NULL OR $3::jsonb IS NULL FROM customer c WHERE c.workspace = $1`,
        params,
      )
      const inSql = new Map(rows.map((row) => [row.id, row.held]))
      for (const customer of customers) {
        const facts = {
          customer: customer.attributes,
          event: { name: 'x', properties: event, atMs: nowMs },
          entry: { name: 'y', properties: entry, atMs: nowMs },
          counted: (leaf: RuleLeaf) => (leaf.field.startsWith('did.') ? countIn(customer, leaf) : undefined),
        }
        const inMemory = holds(rule, facts, nowMs)
        compared++
        held += inMemory ? 1 : 0
        expect(inSql.get(customer.id), JSON.stringify(customer)).toBe(inMemory)
      }
    }),
    { numRuns: 500 },
  )
  expect(compared).toBeGreaterThanOrEqual(20_000)
  expect(held / compared).toBeGreaterThan(0.1)
  expect(held / compared).toBeLessThan(0.9)
})

test('every pair of values compares the same in memory and in SQL, by every operator', {
  timeout: 60_000,
}, async () => {
  // One leaf at a time: a disagreement inside a large rule is easily outvoted.
  const values = fc.sample(anyValue, { numRuns: 60, seed: 3 })
  const made: JsonObject[] = values.map((value) => ({ left: value }))
  const { rows: found } = await database.pool.query<{ attributes: JsonObject }>(
    'SELECT * FROM jsonb_array_elements($1::jsonb) AS c(attributes)',
    [JSON.stringify(made)],
  )
  expect(found).toHaveLength(60)
  await fc.assert(
    fc.asyncProperty(
      anyRule.filter(({ rules }) => rules.length > 0),
      async (rule) => {
        const leaves = rule.rules.flatMap((member) =>
          'combinator' in member || member.field.startsWith('did.') ? [] : [{ ...member, field: 'customer.left' }],
        )
        for (const leaf of leaves) {
          const params: unknown[] = [JSON.stringify(made)]
          const single = { combinator: 'and' as const, rules: [leaf] }
          const { rows } = await database.pool.query<{ held: boolean | null }>(
            `SELECT ${ruleToSql(single, { params, nowMs })} AS held FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS c(attributes, nth) ORDER BY nth`,
            params,
          )
          const nothing: Occurrence = { name: '', properties: {}, atMs: 0 }
          const inMemory = made.map((customer) =>
            holds(single, { customer, event: nothing, entry: nothing, counted: () => undefined }, nowMs),
          )
          expect(rows.map(({ held }) => held)).toEqual(inMemory)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('counting stops at an event number', async () => {
  const leaf: RuleLeaf = { field: 'did.buy', operator: '>=', value: { count: 1, within: 'P30D' } }
  for (const customer of customers) {
    const limit = customer.id * 100 + 2
    const params: unknown[] = [database.workspace, customer.id, limit]
    const count = didCountSql(leaf, { params, nowMs, workspace: '$1', customer: '$2', upTo: '$3' })
    const { rows } = await database.pool.query<{ n: number }>(`SELECT ${count} AS n`, params)
    expect(rows[0]?.n).toBe(countIn(customer, leaf, limit))
  }
})
