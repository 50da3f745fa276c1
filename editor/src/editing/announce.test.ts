import i18next from 'i18next'
import { expect, test } from 'vitest'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { link } from '../commands/link.ts'
import { renameNode } from '../commands/rename-node.ts'
import { unlink } from '../commands/unlink.ts'
import { en } from '../i18n/en.ts'
import { begin, type History, record, redo, undo } from '../store/history.ts'
import type { Journey } from '../store/journey.ts'
import { sayChange } from './announce.ts'

await i18next.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } })
const words = { t: i18next.t, types: new Map(), language: 'en' }
const node = (id: string) => ({ id, type: 'wait', name: id, version: 1, position: { x: 0, y: 0 }, config: {} })
const journey: Journey = {
  name: 'J',
  nodes: [node('Cart'), node('Wait')],
  edges: [{ from: 'Cart', outlet: 'next', to: 'Wait' }],
  settings: {},
}
const drawn = begin(journey)
const told = (before: History, after: History) => sayChange(before, after, words)

test('what was deleted, linked, undone and redone is said by name', () => {
  const deleted = record(drawn, deleteNodes(['Wait']))
  expect(told(drawn, deleted)).toBe('Deleted: Wait')
  expect(told(deleted, undo(deleted))).toBe('Undone: delete')
  expect(told(undo(deleted), redo(undo(deleted)))).toBe('Redone: delete')
  const cut = record(drawn, unlink({ from: 'Cart', outlet: 'next' }))
  expect(told(drawn, cut)).toBe('Cart no longer leads to Wait by next')
  expect(told(cut, record(cut, link({ from: 'Cart', outlet: 'next' }, 'Wait')))).toBe('Cart leads to Wait by next')
})

test('typing is not said: the field says it', () => {
  expect(told(drawn, record(drawn, renameNode('Wait', 'Rest')))).toBeUndefined()
})
