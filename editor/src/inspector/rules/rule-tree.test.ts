import { operators, type Rule, type RuleLeaf } from '@wend/nodes/sdk/rule'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Config } from '../../store/journey.ts'
import { append, drop, grow, writeLeaf } from './rule-ids.ts'
import { blankLeaf, plainOperators, shapeOf, sources, withOperator } from './rule-leaf.ts'
import { eventBeside, eventsIn } from './rule-scope.ts'
import { bare, type Leaf, readGroup } from './rule-tree.ts'

const leaf: fc.Arbitrary<RuleLeaf> = fc.record(
  {
    field: fc.constantFrom('customer.level', 'event.value', 'did.bought', 'touch.mail'),
    operator: fc.constantFrom(...operators),
    value: fc.constantFrom('gold', 20, true, ['a', 1], { count: 2, within: 'P1D' }),
    valueSource: fc.constant('field' as const),
  },
  { requiredKeys: ['field', 'operator'] },
)
const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.record(
    {
      combinator: fc.constantFrom('and' as const, 'or' as const),
      not: fc.constant(true),
      rules: fc.array(fc.oneof({ maxDepth: 3 }, leaf, tie('rule')), { maxLength: 4 }),
    },
    { requiredKeys: ['combinator', 'rules'] },
  ),
}))

test('a rule that is drawn is written as it was', () => {
  fc.assert(
    fc.property(rule, (drawn) => {
      const tree = grow(drawn)
      expect(tree && bare(tree)).toEqual(drawn)
    }),
  )
})

test('what the editor cannot draw whole is not drawn', () => {
  const one = { field: 'a', operator: '=' }
  for (const odd of [
    undefined,
    'a',
    [],
    { rules: [] },
    { combinator: 'xor', rules: [] },
    { combinator: 'and', rules: ['and'] },
    { combinator: 'and', rules: [{ ...one, extra: 1 }] },
    { combinator: 'and', rules: [], extra: 1 },
    { combinator: 'and', rules: [{ ...one, valueSource: 'moon' }] },
  ])
    expect(readGroup(odd)).toBeUndefined()
})

test('parts keep their ids while others come, change and go', () => {
  const tree = grow({ combinator: 'and', rules: [blankLeaf('event'), blankLeaf('did')] })
  if (!tree) throw new Error('not drawn')
  const written = writeLeaf(tree, { field: 'event.a', operator: '=', value: 'x', valueSource: 'field' }, [0])
  const more = append(written, { combinator: 'or', rules: [blankLeaf('customer')] }, [])
  const less = drop(more, [1])
  expect(less.rules.map(({ id }) => id)).toEqual([tree.rules[0]?.id, more.rules[2]?.id])
  expect(new Set(more.rules.map(({ id }) => id)).size).toBe(3)
  expect(bare(written).rules).toContainEqual({ field: 'event.a', operator: '=', value: 'x', valueSource: 'field' })
  // Nothing is reset on the way back to a value.
  expect(bare(writeLeaf(written, { field: 'event.a', operator: '=', value: 'y' }, [0])).rules).toContainEqual({
    field: 'event.a',
    operator: '=',
    value: 'y',
  })
})

test('another operator keeps what it can use of the value', () => {
  const one: Leaf = { field: 'event.value', operator: '=', value: 20 }
  expect(withOperator(one, '<').value).toBe(20)
  expect(withOperator(one, 'in').value).toEqual([20])
  expect(withOperator(withOperator(one, 'in'), '>').value).toBe(20)
  expect(withOperator(one, 'between').value).toEqual([20, null])
  expect(withOperator(one, 'null').value).toBeUndefined()
  expect(withOperator(one, 'withinLast').value).toBeUndefined()
  const other: Leaf = { field: 'event.a', operator: '=', value: 'entry.a', valueSource: 'field' }
  expect(withOperator(other, '<')).toEqual({ ...other, operator: '<' })
  expect(withOperator(other, 'withinLast').valueSource).toBeUndefined()
  expect(plainOperators.map(shapeOf)).toContain('pair')
})

test('every operator of the engine can be chosen, and a new condition of any source is a rule', () => {
  expect([...plainOperators].sort()).toEqual([...operators].sort())
  for (const source of sources) expect(readGroup({ combinator: 'and', rules: [blankLeaf(source)] })).toBeDefined()
})

test('the event that a rule is about stands beside it, by the hints of the schema', () => {
  const event = { type: 'string', widget: 'event' }
  const schema: Config = {
    properties: {
      event,
      where: { widget: 'rule' },
      branches: { items: { properties: { name: event, where: { widget: 'rule' } } } },
      goal: { properties: { event, where: {} } },
    },
  }
  const value: Config = { event: 'a', branches: [{ name: 'b' }, { where: {} }], goal: { event: 'c' } }
  expect(eventBeside(schema, value, ['where'])).toBe('a')
  expect(eventBeside(schema, value, ['branches', 0, 'where'])).toBe('b')
  expect(eventBeside(schema, value, ['branches', 1, 'where'])).toBe('a')
  expect(eventBeside(schema, value, ['goal', 'where'])).toBe('c')
  expect(eventBeside({ properties: {} }, {}, ['where'])).toBeUndefined()
  expect(eventsIn(schema, value)).toEqual(['a', 'b', 'c'])
})
