import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addNote } from '../commands/add-note.ts'
import { changeSettings } from '../commands/change-settings.ts'
import type { Command } from '../commands/command.ts'
import { configureNode } from '../commands/configure-node.ts'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { importJourney } from '../commands/import-journey.ts'
import { insertNode } from '../commands/insert-node.ts'
import { link } from '../commands/link.ts'
import { moveNodes } from '../commands/move-nodes.ts'
import { pasteNodes } from '../commands/paste-nodes.ts'
import { renameJourney } from '../commands/rename-journey.ts'
import { renameNode } from '../commands/rename-node.ts'
import { restore } from '../commands/restore.ts'
import { unlink } from '../commands/unlink.ts'
import { writeNote } from '../commands/write-note.ts'
import { anyJourney, nodeIds } from './arbitraries.ts'
import { fragmentOf, renewed } from './fragment.ts'
import { begin, maxSteps, record, redo, seal, undo } from './history.ts'
import { freshId, type Journey, type OutletRef } from './journey.ts'
import { noteRef } from './notes.ts'

const id = fc.constantFrom(...nodeIds)
const outlet = fc.constantFrom('next', 'else')
const at = fc.record({ from: id, outlet })

const noteIds = ['n', 'm']
const place = fc.record({ x: fc.integer({ max: 500, min: -500 }), y: fc.integer({ max: 500, min: -500 }) })
/** What a file holds, with ids that are free wherever it lands. */
const pasted = (file: Journey, name: 'paste' | 'duplicate' | 'import'): Command => ({
  name,
  paths: [],
  apply(journey) {
    const fragment = fragmentOf(file)
    return fragment ? pasteNodes(renewed(fragment, journey), name).apply(journey) : journey
  },
})

/** A step with an id that is free when it comes. */
const inserted = (ref: OutletRef): Command => ({
  name: 'insertNode',
  paths: [],
  apply(journey) {
    const taken = [...journey.nodes.map((node) => node.id), ...journey.edges.flatMap(({ from, to }) => [from, to])]
    const node = { id: freshId('new', new Set(taken)), type: 'wait', version: 1, position: { x: 0, y: 0 }, config: {} }
    return insertNode(node, ref, 'next').apply(journey)
  },
})

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
  fc.tuple(fc.constantFrom(...noteIds), place).map(([note, position]) => addNote({ id: note, text: '', position })),
  fc.tuple(fc.constantFrom(...noteIds), fc.string()).map(([note, text]) => writeNote(note, text)),
  fc.subarray(noteIds.map(noteRef), { minLength: 1 }).map((refs) => deleteNodes(refs)),
  fc
    .tuple(fc.constantFrom(...nodeIds, ...noteIds.map(noteRef)), place, fc.constantFrom('tidy', 'align'))
    .map(([ref, to, name]) => moveNodes(new Map([[ref, to]]), name)),
  fc.tuple(anyJourney, fc.constantFrom('paste', 'duplicate', 'import')).map(([file, name]) => pasted(file, name)),
  anyJourney.map((file) => importJourney(file)),
  anyJourney.map((file) => restore(file, file)),
  anyJourney.map(({ settings }) => changeSettings(settings)),
  at.map((ref) => inserted(ref)),
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

test('what a journey is for goes and comes with the step that says it', () => {
  const journey = { name: 'J', nodes: [], edges: [], settings: {} }
  const taken = record(begin(journey), importJourney({ ...journey, name: 'Welcome' }, 'entry'))
  const renamed = record(taken, renameJourney('Mine'))
  expect(renamed.family).toBe('entry')
  expect(undo(renamed).family).toBe('entry')
  const undone = undo(undo(renamed))
  expect(undone.family).toBe(undefined)
  expect(redo(undone).family).toBe('entry')
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
