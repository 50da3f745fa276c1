import type { Json, JsonObject } from '@wend/nodes/sdk/json'
import { type Operator, operators, type Rule, type RuleLeaf } from '@wend/nodes/sdk/rule'
import fc from 'fast-check'

// Few values, so that random rules often meet them; each of a kind that once made two implementations disagree.
const scalars: Json[] = [
  0,
  1,
  2,
  -1,
  20,
  20.5,
  0.1,
  1e21,
  1e-7,
  9007199254740992,
  '',
  '1',
  '20',
  'a',
  'gold',
  'Gold',
  'go',
  'old',
  'ÿ',
  '金牌',
  '😀',
  '%',
  'a_b',
  '\\',
  '"',
  "'",
  '$1',
  'null',
  'true',
  true,
  false,
  null,
  '2026-01-05T09:00:00Z',
  '2026-01-05T17:00:00+08:00',
  '2026-01-05T09:00:00.5Z',
  '2026-01-05T09:00:00.5009Z',
  '2026-01-05',
  '2026-01-04t09:00:00.000-23:59',
  '2026-02-30T00:00:00Z',
  '2024-02-29',
  '2025-02-29',
  '2026-01-00',
  '2026-04-31',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999Z',
  '2026-01-05T24:00:00Z',
  '2026-01-05T23:59:60Z',
  '2026-01-05 09:00:00Z',
  '2026-01-05T09:00:00',
  '2026-01-05T09:00:00Z\n',
  ' 2026-01-05',
  '2026-01-05T09:00Z',
  '-2026-01-05',
  '２０２６-01-05',
  'infinity',
  'now',
]
const keys = ['a', 'b', 'c', 'level', '0', '', '__proto__', 'constructor', 'length', 'ä']

/** A value as customers have it. */
export const anyValue: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...scalars) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...scalars), { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>([[1]], [{ a: 1 }], [['a'], 'a'], { a: 1, b: [2] }, { b: [2], a: 1 }, {}, []),
  },
)
/** Attributes or properties. */
export const anyObject: fc.Arbitrary<JsonObject> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...keys),
      fc.oneof(
        anyValue,
        fc
          .array(fc.tuple(fc.constantFrom(...keys), anyValue), { maxLength: 3 })
          .map((inside) => Object.fromEntries(inside)),
      ),
    ),
    { maxLength: 6 },
  )
  .map((entries) => Object.fromEntries(entries))

const plainField = fc
  .tuple(
    fc.constantFrom('customer', 'event', 'entry'),
    fc.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 2 }),
  )
  .map(([root, path]) => `${root}.${path.join('.')}`)
const field = fc.oneof(
  { weight: 12, arbitrary: plainField },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'segment.x',
      'touch.mail',
      'customer',
      'did',
      'did.',
      'nothing.a',
      '',
      'customer.\0',
      'customer.\uD800',
    ),
  },
)
const operator = fc.constantFrom<Operator>(...operators)
const span = fc.constantFrom<Json>('P1D', 'PT0S', 'PT1H', 'P3000W', 'P1M', 'P', 'x', 1, '-P1D', 'P1DT0.5S')
const unstorable = fc.constantFrom<Json>('a\0', '\uD800', { '\0': 1 })

const number = fc.constantFrom<Json>(-1, 0, 1, 2, 20, 20.5)
const instant = fc.constantFrom<Json>(
  '2024-02-29',
  '2026-01-04t09:00:00.000-23:59',
  '2026-01-05',
  '2026-01-05T09:00:00.5Z',
  '9999-12-31',
)
const bounds = fc
  .oneof(fc.tuple(number, number), fc.tuple(instant, instant), fc.tuple(instant, number))
  .map((pair): Json => pair)
const piece = fc.constantFrom<Json>('', 'o', 'go', 'old', 'g', '金', '😀', 'A', '%', '_', '1', 1, true)
const textOperator = fc.constantFrom<Operator>(
  'contains',
  'doesNotContain',
  'beginsWith',
  'doesNotBeginWith',
  'endsWith',
  'doesNotEndWith',
)

const valueLeaf: fc.Arbitrary<RuleLeaf> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record<RuleLeaf>({ field, operator, value: anyValue }, { requiredKeys: ['field', 'operator'] }),
  },
  {
    weight: 3,
    arbitrary: fc.record<RuleLeaf>({
      field,
      operator: fc.constantFrom('in', 'notIn', 'between', 'notBetween'),
      value: fc.array(anyValue, { maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record<RuleLeaf>({ field, operator: fc.constantFrom('withinLast', 'moreThanAgo'), value: span }),
  },
  {
    weight: 3,
    arbitrary: fc.record<RuleLeaf>({
      field,
      operator,
      valueSource: fc.constant('field'),
      value: fc.oneof(plainField, plainField, fc.array(plainField, { minLength: 2, maxLength: 2 }), anyValue),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record<RuleLeaf>({ field, operator: fc.constantFrom('between', 'notBetween'), value: bounds }),
  },
  {
    weight: 3,
    arbitrary: fc.record<RuleLeaf>({
      field,
      operator: fc.constantFrom('<', '<=', '>', '>='),
      value: fc.oneof(number, instant),
    }),
  },
  { weight: 3, arbitrary: fc.record<RuleLeaf>({ field, operator: textOperator, value: piece }) },
  { weight: 1, arbitrary: fc.record<RuleLeaf>({ field, operator, value: unstorable }) },
)

const group = (leaf: fc.Arbitrary<RuleLeaf>): fc.Arbitrary<Rule> =>
  fc.letrec<{ rule: Rule }>((tie) => ({
    rule: fc.record<Rule>(
      {
        combinator: fc.constantFrom('and', 'or'),
        not: fc.boolean(),
        rules: fc.array(fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('rule')), { maxLength: 3 }),
      },
      { requiredKeys: ['combinator', 'rules'] },
    ),
  })).rule

/** The names of events that random rules count. */
export const countedEvents = ['buy', 'Order Completed', 'a.b']

const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value))

const didLeaf: fc.Arbitrary<RuleLeaf> = fc.record<RuleLeaf>({
  field: fc.constantFrom(...countedEvents.map((name) => `did.${name}`)),
  operator: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom<Operator>('=', '!=', '<', '>', '<=', '>=') },
    { weight: 1, arbitrary: operator },
  ),
  value: fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .record(
          {
            count: fc.integer({ min: 0, max: 3 }),
            within: fc.constantFrom('P1D', 'PT1H', 'P30D', 'PT0S'),
            where: group(valueLeaf),
          },
          { requiredKeys: ['count'] },
        )
        .map(jsonOf),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Json>(
        { count: '1' },
        {},
        1,
        null,
        { count: 1, within: 'P1M' },
        { count: 1, where: 1 },
      ),
    },
  ),
})

/** Any rule whose shape is right, sense or none. */
export const anyRule: fc.Arbitrary<Rule> = group(
  fc.oneof({ weight: 4, arbitrary: valueLeaf }, { weight: 1, arbitrary: didLeaf }),
)
