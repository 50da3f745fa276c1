import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NodeType } from '../api/types.ts'
import type { Journey } from '../store/journey.ts'
import { type Branch, placesOf, treeOf } from './tree.ts'

const type = (name: string, outlets: string[], entry = false): NodeType => ({
  type: name,
  version: 1,
  category: entry ? 'enter' : 'decide',
  icon: '',
  schema: {},
  defaults: {},
  outlets,
  quick: [],
  takes: {},
  tells: [],
  texts: {},
  entry,
})
const types = new Map(
  [type('in', ['next'], true), type('step', ['next']), type('fork', ['yes', 'no', 'else'])].map((one) => [
    one.type,
    one,
  ]),
)
const node = (id: string, of: string) => ({ id, type: of, version: 1, position: { x: 0, y: 0 }, config: {} })
const edge = (way: string) => {
  const [from = '', outlet = '', to = ''] = way.split(' ')
  return { from, outlet, to }
}
const journey = (nodes: string[], edges: string[]): Journey => ({
  name: 'J',
  nodes: nodes.map((one) => node(one, one.startsWith('in') ? 'in' : one.startsWith('f') ? 'fork' : 'step')),
  edges: edges.map(edge),
  settings: {},
})
const drawn = (branches: readonly Branch[]): unknown[] =>
  branches.map(({ kind, node, by, children }) => {
    const said = kind === 'step' ? node : kind === 'outlet' ? `:${by?.outlet}` : `^${node}`
    return children.length === 0 ? said : [said, ...drawn(children)]
  })

test('steps in a row stand under one another; only where the way forks is there a level more', () => {
  const forked = journey(
    ['in', 'a', 'f', 'b', 'c', 'd'],
    ['in next a', 'a next f', 'f no c', 'f yes b', 'b next d', 'c next d'],
  )
  expect(drawn(treeOf(forked, types, 'en'))).toEqual([
    'in',
    'a',
    ['f', [':yes', 'b', 'd'], [':no', 'c', '^d'], ':else'],
  ])
})

test('a fork of which one way is followed goes on in the row, its other ways open', () => {
  const one = journey(['in', 'f', 'a'], ['in next f', 'f no a'])
  expect(drawn(treeOf(one, types, 'en'))).toEqual(['in', ['f', ':yes', ':else'], 'a'])
})

test('what nothing leads to comes after the entries, and a loop is referred to', () => {
  const looped = journey(['a', 'b', 'in', 'c'], ['in next a', 'a next b', 'b next a'])
  expect(drawn(treeOf(looped, types, 'en'))).toEqual(['in', 'a', 'b', '^a', 'c'])
  expect(drawn(treeOf(journey(['a', 'b'], ['a next b', 'b next a']), types, 'en'))).toEqual(['a', 'b', '^a'])
})

test('whatever is drawn, each step has one line and one place, and each line a key of its own', () => {
  const ids = fc.constantFrom('in', 'in2', 'a', 'b', 'f', 'f2', 'gone')
  const outlets = fc.constantFrom('next', 'yes', 'no', 'else', 'odd')
  const edges = fc.uniqueArray(fc.tuple(ids, outlets, ids), { selector: ([from, outlet]) => `${from} ${outlet}` })
  fc.assert(
    fc.property(edges, (ways) => {
      const nodes = ['in', 'in2', 'a', 'b', 'f', 'f2']
      const any = journey(
        nodes,
        ways.map((way) => way.join(' ')),
      )
      const flat = (branches: readonly Branch[]): Branch[] => branches.flatMap((one) => [one, ...flat(one.children)])
      const lines = flat(treeOf(any, types, 'en'))
      expect(
        lines
          .filter(({ kind }) => kind === 'step')
          .map((line) => line.node)
          .sort(),
      ).toEqual([...nodes].sort())
      expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length)
      expect([...placesOf(any, types, 'en').values()].map(({ nth }) => nth)).toEqual([1, 2, 3, 4, 5, 6])
    }),
  )
})
