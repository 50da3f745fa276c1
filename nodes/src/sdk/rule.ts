import { z } from 'zod'
import { type Json, json } from './json.ts'

/** The operators of a rule: react-querybuilder's names, and two that compare a time with now. */
export const operators = [
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'contains',
  'beginsWith',
  'endsWith',
  'doesNotContain',
  'doesNotBeginWith',
  'doesNotEndWith',
  'null',
  'notNull',
  'in',
  'notIn',
  'between',
  'notBetween',
  'withinLast',
  'moreThanAgo',
] as const
export type Operator = (typeof operators)[number]

/** One comparison. `field` is `customer.…`, `event.…`, `entry.…`, `segment.…`, `did.…` or `touch.…`. */
export interface RuleLeaf {
  field: string
  operator: Operator
  value?: Json | undefined
  valueSource?: 'value' | 'field' | undefined
}

/** react-querybuilder's RuleGroup: what operators draw, what is stored and what runs. */
export interface Rule {
  combinator: 'and' | 'or'
  not?: boolean | undefined
  rules: (Rule | RuleLeaf)[]
}

const leaf: z.ZodType<RuleLeaf> = z.strictObject({
  field: z.string().min(1).max(200),
  operator: z.enum(operators),
  value: json.optional(),
  valueSource: z.enum(['value', 'field']).optional(),
})

/** The shape of a rule. What it cannot say (unknown fields, empty groups, months) is found by compile. */
export const rule: z.ZodType<Rule> = z.strictObject({
  combinator: z.enum(['and', 'or']),
  not: z.boolean().optional(),
  rules: z.array(z.union([z.lazy(() => rule), leaf])).max(100),
})
