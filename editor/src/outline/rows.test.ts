import { expect, test } from 'vitest'
import type { Branch } from '../node-types/tree.ts'
import { rowsOf, treeKey } from './rows.ts'

const branch = (key: string, children: Branch[] = []): Branch => ({
  key,
  kind: 'step',
  node: key,
  by: undefined,
  children,
})
const tree = [branch('a'), branch('f', [branch('yes', [branch('b')]), branch('no')]), branch('c')]
const none = new Set<string>()
const at = (key: string, folded = none) => {
  const rows = rowsOf(tree, folded)
  const row = rows.find((one) => one.key === key)
  if (!row) throw new Error(key)
  return { rows, row, folded }
}
const press = (key: string, on: string, folded = none) => {
  const { rows, row } = at(on, folded)
  return treeKey(rows, row, key, folded)
}

test('a line knows its level and its place among its siblings; what is inside a folded one is not shown', () => {
  expect(rowsOf(tree, none).map(({ key, level, nth, of }) => [key, level, nth, of])).toEqual([
    ['a', 1, 1, 3],
    ['f', 1, 2, 3],
    ['yes', 2, 1, 2],
    ['b', 3, 1, 1],
    ['no', 2, 2, 2],
    ['c', 1, 3, 3],
  ])
  expect(rowsOf(tree, new Set(['f'])).map(({ key }) => key)).toEqual(['a', 'f', 'c'])
})

test('arrows walk the lines, open, fold and go out', () => {
  expect(press('ArrowDown', 'f')).toEqual({ go: 'yes' })
  expect(press('ArrowUp', 'yes')).toEqual({ go: 'f' })
  expect(press('ArrowUp', 'a')).toBeUndefined()
  expect(press('ArrowRight', 'f')).toEqual({ go: 'yes' })
  expect(press('ArrowLeft', 'f')).toEqual({ fold: 'f' })
  expect(press('ArrowRight', 'f', new Set(['f']))).toEqual({ fold: 'f' })
  expect(press('ArrowLeft', 'b')).toEqual({ go: 'yes' })
  expect(press('End', 'a')).toEqual({ go: 'c' })
  expect(press('Home', 'b')).toEqual({ go: 'a' })
})
