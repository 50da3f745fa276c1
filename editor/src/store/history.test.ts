import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '../commands/command.ts'
import { configureNode } from '../commands/configure-node.ts'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { insertNode } from '../commands/insert-node.ts'
import { link } from '../commands/link.ts'
import { moveNodes } from '../commands/move-nodes.ts'
import { renameJourney } from '../commands/rename-journey.ts'
import { renameNode } from '../commands/rename-node.ts'
import { unlink } from '../commands/unlink.ts'
import { anyJourney, nodeIds } from './arbitraries.ts'
import { begin, maxSteps, record, redo, seal, undo } from './history.ts'

const id = fc.constantFrom(...nodeIds)
const outlet = fc.constantFrom('next', 'else')
const at = fc.record({ from: id, outlet })

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(at, id).map(([ref, to]) => link(ref, to)),
  at.map((ref) => unlink(ref)),
  fc.subarray([...nodeIds], { minLength: 1 }).map((ids) => deleteNodes(ids)),
  fc.tuple(id, fc.integer({ max: 500, min: -500 })).map(([node, x]) => moveNodes(new Map([[node, { x, y: 0 }]]))),
  fc
    .tuple(id, fc.string(), fc.boolean())
    .map(([node, event, typing]) => configureNode(node, { event }, ['next'], typing ? '/event' : undefined)),
  fc.tuple(id, fc.string()).map(([node, name]) => renameNode(node, name)),
  fc.string().map((name) => renameJourney(name)),
  fc
    .tuple(fc.integer({ min: 6, max: 99 }), at)
    .map(([nth, ref]) =>
      insertNode({ id: `new-${nth}`, type: 'wait', version: 1, position: { x: 0, y: 0 }, config: {} }, ref, 'next'),
    ),
)

test('undoing everything gives the first document, redoing everything the last', () => {
  fc.assert(
    fc.property(anyJourney, fc.array(anyCommand, { maxLength: 30 }), (journey, commands) => {
      const done = commands.reduce(record, begin(journey))
      let history = done
      while (history.past.length > 0) history = undo(history)
      expect(history.journey).toEqual(journey)
      while (history.future.length > 0) history = redo(history)
      expect(history.journey).toEqual(done.journey)
    }),
  )
})

test('no command leaves two edges on an outlet', () => {
  fc.assert(
    fc.property(anyJourney, fc.array(anyCommand, { maxLength: 30 }), (journey, commands) => {
      const { edges } = commands.reduce(record, begin(journey)).journey
      const outlets = edges.map(({ from, outlet }) => `${from}/${outlet}`)
      expect(new Set(outlets).size).toBe(outlets.length)
    }),
  )
})

test('a word typed in one field is one step, and leaving the field begins another', () => {
  const node = { id: 'a', type: 'wait', version: 1, position: { x: 0, y: 0 }, config: {} }
  const journey = { name: 'J', nodes: [node], edges: [], settings: {} }
  const type = (event: string) => configureNode('a', { event }, [], '/event')
  const typed = ['p', 'pu', 'pur'].map(type).reduce(record, begin(journey))
  expect(typed.past).toHaveLength(1)
  expect(undo(typed).journey).toEqual(journey)
  expect(record(seal(typed), type('purchase')).past).toHaveLength(2)
})

test('after an undo, typing on begins a step of its own', () => {
  const journey = { name: 'J', nodes: [], edges: [], settings: {} }
  const history = record(
    undo(record(record(begin(journey), renameJourney('A')), renameJourney('AB'))),
    renameJourney('C'),
  )
  expect(history.past).toHaveLength(1)
  expect(undo(history).journey.name).toBe('J')
})

test('a command that changes nothing is no step and keeps what can be redone', () => {
  const journey = { name: 'J', nodes: [], edges: [], settings: {} }
  const undone = undo(record(begin(journey), renameJourney('K')))
  expect(record(undone, renameJourney('J'))).toBe(undone)
})

test('only the last steps are kept', () => {
  const journey = { name: '0', nodes: [], edges: [], settings: {} }
  let history = begin(journey)
  for (let nth = 1; nth <= maxSteps + 20; nth += 1) history = record(seal(history), renameJourney(String(nth)))
  expect(history.past).toHaveLength(maxSteps)
})
