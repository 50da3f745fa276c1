import { expect, test } from 'vitest'
import type { NodeType } from '../api/types.ts'
import type { Journey } from '../store/journey.ts'
import { readDuration, sayDuration, writeDuration } from './duration.ts'
import { whyNotLink } from './links.ts'
import { newNode } from './new-node.ts'
import { outletsOf, withBranchIds } from './outlets.ts'
import { messagesAt, placeOf } from './problems.ts'
import { summarize } from './summary.ts'

const type = (name: string, category: NodeType['category'], more: Partial<NodeType> = {}): NodeType => ({
  type: name,
  version: 1,
  category,
  icon: '',
  schema: {},
  defaults: {},
  outlets: ['next'],
  quick: [],
  takes: {},
  tells: [],
  texts: { en: { name, description: '', summary: '', fields: {}, outlets: { next: 'Next' } } },
  entry: category === 'enter',
  ...more,
})
const branch = type('branch', 'decide', { outlets: [{ each: 'branches', label: 'name' }, 'else'] })

test.each([
  ['Wait {duration:duration}', { duration: 'PT2H' }, 'en', 'Wait 2 hours'],
  ['等待 {duration:duration}', { duration: 'PT2H' }, 'zh-CN', '等待 2 小时'],
  ['Wait {duration:duration}', {}, 'en', 'Wait …'],
  ['First of {branches.name:list}', { branches: [{ name: 'VIP' }, { name: 'New' }] }, 'en', 'First of VIP, New'],
  ['{branches:count} branches', { branches: [1, 2, 3] }, 'en', '3 branches'],
  ['{attributes:count} set', { attributes: { a: 1, b: 2 } }, 'en', '2 set'],
  ['End here[: {reason}]', { reason: 'done' }, 'en', 'End here: done'],
  ['End here[: {reason}]', {}, 'en', 'End here'],
  [
    'If {where:rule}',
    { where: { combinator: 'and', rules: [{ field: 'customer.level', operator: '=', value: 'gold' }] } },
    'en',
    'If customer.level = gold',
  ],
  ['{subject:text}', { subject: '  Hello\n  you ' }, 'en', 'Hello you'],
])('%s says %j in %s as "%s"', (message, config, language, said) => {
  expect(summarize(message, config, language)).toBe(said)
})

test('durations are read, written and said', () => {
  expect(readDuration('P1DT2H')).toEqual({
    parts: [
      { unit: 'day', count: 1 },
      { unit: 'hour', count: 2 },
    ],
    negative: false,
  })
  expect(readDuration('P')).toBeUndefined()
  expect(readDuration('PT')).toBeUndefined()
  expect(readDuration('two days')).toBeUndefined()
  expect(writeDuration(30, 'minute')).toBe('PT30M')
  expect(writeDuration(-3, 'day')).toBe('-P3D')
  expect(sayDuration('-P3D', 'en')).toBe('−3 days')
})

test('outlets are the branches by name, then the fixed ones', () => {
  const config = { branches: [{ id: 'vip', name: 'VIP' }, { id: 'b' }] }
  expect(outletsOf(branch, config, 'en')).toEqual([
    { outlet: 'vip', label: 'VIP' },
    { outlet: 'b', label: 'b' },
    { outlet: 'else', label: 'else' },
  ])
})

test('a new branch gets an id that no other has, and the others keep theirs', () => {
  const config = withBranchIds(branch, { branches: [{ id: 'branch-1' }, {}, { name: 'C' }] })
  expect(config.branches).toEqual([{ id: 'branch-1' }, { id: 'branch-2' }, { id: 'branch-3', name: 'C' }])
})

const types = new Map(
  [type('entry', 'enter'), type('wait', 'wait'), type('mail', 'touch'), branch].map((one) => [one.type, one]),
)
const journeyOf = (nodes: Record<string, string>, links: [string, string][]): Journey => ({
  name: 'J',
  nodes: Object.entries(nodes).map(([id, name]) => ({
    id,
    type: name,
    version: 1,
    position: { x: 0, y: 0 },
    config: {},
  })),
  edges: links.map(([from, to]) => ({ from, outlet: 'next', to })),
  settings: {},
})

test('nothing leads into an entry or from a node to itself', () => {
  const journey = journeyOf({ in: 'entry', m: 'mail' }, [])
  expect(whyNotLink(journey, types, { from: 'm', outlet: 'next' }, 'in')).toBe('entry')
  expect(whyNotLink(journey, types, { from: 'm', outlet: 'next' }, 'm')).toBe('itself')
})

test('a loop is legal only with a wait in it', () => {
  const without = journeyOf({ a: 'mail', b: 'mail' }, [['a', 'b']])
  expect(whyNotLink(without, types, { from: 'b', outlet: 'next' }, 'a')).toBe('loop')
  const withWait = journeyOf({ a: 'mail', w: 'wait', b: 'mail' }, [
    ['a', 'w'],
    ['w', 'b'],
  ])
  expect(whyNotLink(withWait, types, { from: 'b', outlet: 'next' }, 'a')).toBeUndefined()
})

test('a new node has an id of its own and its type’s defaults', () => {
  const journey = journeyOf({ mail: 'mail', 'mail-2': 'mail' }, [])
  expect(newNode(type('mail', 'touch', { defaults: { subject: '' } }), journey, { x: 8, y: 8 })).toEqual({
    id: 'mail-3',
    type: 'mail',
    version: 1,
    position: { x: 8, y: 8 },
    config: { subject: '' },
  })
})

test('an issue belongs to a field of a node, or of the settings', () => {
  const journey = journeyOf({ a: 'mail', b: 'mail' }, [])
  const issue = { code: 'x', severity: 'error' as const, message: 'No' }
  expect(placeOf({ ...issue, path: '/nodes/1/config/subject' }, journey)).toEqual({ node: 'b', pointer: '/subject' })
  expect(placeOf({ ...issue, path: '/nodes/1' }, journey)).toEqual({ node: 'b', pointer: '' })
  expect(placeOf({ ...issue, path: '/settings/goal/event' }, journey)).toEqual({
    node: undefined,
    pointer: '/goal/event',
  })
  expect(messagesAt([{ ...issue, path: '/nodes/1/config/subject', node: 'b' }], journey, 'b')).toEqual(
    new Map([['/subject', ['No']]]),
  )
})
