import { catalog } from '@wend/nodes/catalog'
import { expect, test } from 'vitest'
import { checkParts } from './check-parts.ts'

const position = { x: 0, y: 0 }
const node = (id: string, type: string, config: object) => ({ id, type, version: 1, position, config })
const found = (file: unknown) => checkParts(file, catalog, 'en').map(({ code, path }) => `${code} ${path}`)

test('what has its shape is checked by itself, beside what has not', () => {
  const file = {
    name: 7,
    nodes: [
      node('in', 'entry-event', { event: '' }),
      { id: 'mail', type: 'send-email' },
      node('wait', 'wait', { duration: 'PT30M', colour: 'red' }),
      node('gone', 'teleport', {}),
    ],
    edges: [{ from: 'in' }],
    settings: { timeZone: 'Mars/Olympus', exits: [{ event: 'x', where: { combinator: 'and', rules: [] } }] },
  }
  expect(found(file)).toEqual([
    'required /nodes/0/config/event',
    'unknown-key /nodes/2/config/colour',
    'unknown-type /nodes/3/type',
    'unknown-time-zone /settings/timeZone',
    'empty-group /settings/exits/0/where',
  ])
})

test('a node that cannot be read may be what others name', () => {
  const rule = { combinator: 'and', rules: [{ field: 'touch.mail', operator: '=', value: 'delivered' }] }
  const branch = node('split', 'branch', { branches: [{ id: 'a', name: 'A', when: rule }] })
  expect(found({ nodes: [{ id: 'mail' }, branch] })).toEqual([])
  expect(found({ nodes: [branch] })).toEqual(['unknown-node /nodes/0/config/branches/0/when/rules/0/field'])
})

test('what is no journey at all has no parts', () => {
  for (const file of [null, 1, 'x', [], {}, { nodes: {} }, { nodes: [1, null, []] }, { settings: 1 }])
    expect(found(file)).toEqual([])
})
