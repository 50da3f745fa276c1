import type { Rule } from '@wend/nodes/sdk/rule'
import pg from 'pg'
import type { Engine } from '../engine.ts'
import { leavesOf, splitField } from '../rules/read-leaf.ts'
import { ruleToSql } from '../rules/sql.ts'
import { transaction } from '../storage/database.ts'

/** How many customers a rule would match now. */
export interface RuleCount {
  /** Null where it cannot be told: see `why`. */
  matches: number | null
  /** How many customers were looked at, the newest, and whether those are all. */
  looked: number
  all: boolean
  /** What the rule asks that no customer alone can answer, or that it is not finished, or that counting took too long. */
  why: 'event' | 'entry' | 'touch' | 'unfinished' | 'slow' | null
}

/** Customers looked at, and the milliseconds that Postgres has for it; fewer where those were too many. */
const tries = [
  { customers: 5_000, ms: 1_200 },
  { customers: 200, ms: 500 },
]
const cancelled = '57014'

/** Counts over the newest customers, in less than 2 s. `finished`: `checkRule` finds nothing wrong with it. */
export async function countRule(
  { pool }: Pick<Engine, 'pool'>,
  workspace: number,
  rule: Rule,
  finished: boolean,
): Promise<RuleCount> {
  const why = asksBeyond(rule) ?? (finished ? undefined : 'unfinished')
  if (why) return { matches: null, looked: 0, all: false, why }
  for (const { customers, ms } of tries) {
    const count = await tryToCount(pool, workspace, rule, customers, ms)
    if (count) return count
  }
  return { matches: null, looked: 0, all: false, why: 'slow' }
}

/** What a rule asks beside the customer and what she did. */
function asksBeyond(rule: Rule): 'event' | 'entry' | 'touch' | undefined {
  for (const { leaf } of leavesOf(rule)) {
    const others = leaf.valueSource !== 'field' ? [] : Array.isArray(leaf.value) ? leaf.value : [leaf.value]
    for (const field of [leaf.field, ...others]) {
      const { root } = splitField(typeof field === 'string' ? field : '')
      if (root === 'event' || root === 'entry' || root === 'touch') return root
    }
  }
  return undefined
}

async function tryToCount(
  pool: pg.Pool,
  workspace: number,
  rule: Rule,
  customers: number,
  ms: number,
): Promise<RuleCount | undefined> {
  const params: unknown[] = [workspace, customers]
  const condition = ruleToSql(rule, { params, nowMs: Date.now() })
  try {
    return await transaction(
      pool,
      async (client) => {
        const { rows } = await client.query<{ looked: number; matches: number; all: boolean }>(
          `SELECT count(*)::int AS looked, count(*) FILTER (WHERE ${condition})::int AS matches,
                  NOT EXISTS (SELECT FROM customer WHERE workspace = $1 ORDER BY id DESC OFFSET $2) AS all
             FROM (SELECT workspace, id, attributes FROM customer WHERE workspace = $1 ORDER BY id DESC LIMIT $2) c`,
          params,
        )
        const [row] = rows
        return row && { ...row, why: null }
      },
      `SET LOCAL statement_timeout = ${ms}`,
    )
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === cancelled) return undefined
    throw error
  }
}
