import { expect, test } from 'vitest'
import { uuid } from './page-id.ts'
import { initialsOf, personsIn, toneOf } from './people.ts'

test.each([
  ['Mei Chen', 'MC'],
  ['ada', 'A'],
  ['Anna Maria de Vries', 'AV'],
  ['欧阳小明', '小明'],
  ['张伟', '张伟'],
  ['👩‍🚀 Astronaut', '👩A'],
  ['   ', '?'],
])('%s is shortened to %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('a person in two pages is one, and has selected what either has', () => {
  const operator = { id: 'a', name: 'Ada' }
  const other = { id: 'b', name: 'Bea' }
  expect(
    personsIn([
      { page: '1', operator, node: 'wait' },
      { page: '2', operator: other, node: null },
      { page: '3', operator, node: 'mail' },
    ]),
  ).toEqual([
    { ...operator, nodes: ['wait', 'mail'] },
    { ...other, nodes: [] },
  ])
  expect(toneOf('a')).toBe(toneOf('a'))
})

test('a page names itself by a uuid that no other has', () => {
  const ids = Array.from({ length: 100 }, uuid)
  expect(new Set(ids).size).toBe(100)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
