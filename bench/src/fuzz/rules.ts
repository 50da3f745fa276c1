import { checkRule } from '@wend/engine/rules/check'
import { explain, holds } from '@wend/engine/rules/holds'
import { ruleToSql } from '@wend/engine/rules/sql'
import { anyObject, anyRule } from '@wend/engine/rules/testing'
import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import type { Rule } from '@wend/nodes/sdk/rule'
import fc from 'fast-check'
import type pg from 'pg'
import { Findings, type Part, type PartOptions } from './finding.ts'

const nowMs = Date.UTC(2026, 0, 5, 9)
const mostMs = 2_000
/** Texts on which a careless pattern would go round and round. */
const long: Json[] = [
  '2026-01-05T09:00:00.'.padEnd(30_000, '9'),
  ' '.repeat(30_000),
  '金'.repeat(10_000),
  'a!'.repeat(15_000),
]
const lists: Json[] = [Array.from({ length: 2_000 }, (_, nth) => nth), Array.from({ length: 500 }, () => ['a'])]
const person = fc
  .tuple(anyObject, fc.constantFrom<Json>(...long, ...lists, 1))
  .map(([known, odd]): JsonObject => ({ ...known, level: odd }))

/** Random rules over odd values: nothing throws, nothing takes long, memory and SQL agree. */
export async function fuzzRules(pool: pg.Pool, { seed, count, say }: PartOptions): Promise<Part> {
  const findings = new Findings()
  let [tried, held, compared, slowestMs] = [0, 0, 0, 0]
  const property = fc.asyncProperty(
    anyRule,
    fc.array(person, { minLength: 1, maxLength: 12 }),
    anyObject,
    anyObject,
    async (rule, people, event, entry) => {
      tried += 1
      const at = performance.now()
      const inMemory = people.map((customer) => inMind(rule, customer, event, entry))
      const params: unknown[] = [JSON.stringify(people), JSON.stringify(event), JSON.stringify(entry)]
      const scope = { params, nowMs, event: '$2::jsonb', entry: '$3::jsonb', workspace: '0', customer: '0' }
      const { rows } = await pool.query<{ held: boolean | null }>(
        `SELECT ${ruleToSql(rule, scope)} AS held, $2::jsonb IS NULL OR $3::jsonb IS NULL
           FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS c(attributes, nth) ORDER BY nth`,
        params,
      )
      const tookMs = performance.now() - at
      slowestMs = Math.max(slowestMs, tookMs)
      compared += people.length
      held += inMemory.filter(Boolean).length
      if (tookMs > mostMs) throw new Error(`takes ${Math.round(tookMs)} ms`)
      const differs = rows.findIndex((row, nth) => row.held !== inMemory[nth])
      if (differs >= 0) throw new Error(`memory says ${inMemory[differs]}, SQL ${rows[differs]?.held}`)
    },
  )
  for (let nth = 0; tried < count && findings.all.length < 10; nth++) {
    const came = await fc.check(property, { seed: seed + nth, numRuns: 250 })
    say(`${tried} rules, ${findings.all.length} findings`)
    if (!came.failed) continue
    const [rule, people] = came.counterexample ?? []
    findings.add({
      at: 'rules',
      what: String(came.errorInstance),
      seed: seed + nth,
      repeat: JSON.stringify({ rule, people }).slice(0, 2_000),
    })
  }
  return {
    name: 'rules',
    tried,
    findings,
    table: [
      ['rules', 'compared with SQL', 'held, %', 'slowest, ms'],
      [String(tried), String(compared), ((held / compared) * 100).toFixed(0), slowestMs.toFixed(0)],
    ],
  }
}

/** Checks, judges and explains a rule in memory. Of a customer who has done nothing. */
function inMind(rule: Rule, customer: JsonObject, event: JsonObject, entry: JsonObject): boolean {
  checkRule(rule, { language: 'zh-CN', path: '' })
  const occurrence = (properties: JsonObject) => ({ name: 'x', properties, atMs: nowMs })
  const facts = {
    customer,
    event: occurrence(event),
    entry: occurrence(entry),
    counted: (leaf: { field: string }) => (leaf.field.startsWith('did.') ? 0 : undefined),
  }
  const told = explain(rule, facts, nowMs)
  const judged = holds(rule, facts, nowMs)
  if (told.holds !== judged) throw new Error('explain and holds disagree')
  if (JSON.stringify(told.seen).length > 500_000)
    throw new Error(`what was seen has ${JSON.stringify(told.seen).length} characters`)
  return judged
}
