import { expect, test } from 'vitest'
import type { Journey, JourneyNode } from '../store/journey.ts'
import { noteRef } from '../store/notes.ts'
import { addNote } from './add-note.ts'
import { configureNode } from './configure-node.ts'
import { deleteNodes } from './delete-nodes.ts'
import { insertNode, rowPx } from './insert-node.ts'
import { link } from './link.ts'
import { moveNodes } from './move-nodes.ts'
import { writeNote } from './write-note.ts'

const node = (id: string, y = 0): JourneyNode => ({ id, type: 'wait', version: 1, position: { x: 0, y }, config: {} })
const journey: Journey = {
  name: 'J',
  nodes: [node('a', 0), node('b', rowPx), node('c', 2 * rowPx)],
  edges: [
    { from: 'a', outlet: 'next', to: 'b' },
    { from: 'b', outlet: 'next', to: 'c' },
  ],
  settings: {},
}

test('an inserted node takes what followed on its first outlet, and what is below moves down', () => {
  const after = insertNode(node('x', rowPx), { from: 'a', outlet: 'next' }, 'yes').apply(journey)
  expect(after.edges).toEqual([
    { from: 'b', outlet: 'next', to: 'c' },
    { from: 'a', outlet: 'next', to: 'x' },
    { from: 'x', outlet: 'yes', to: 'b' },
  ])
  expect(after.nodes.map(({ id, position }) => [id, position.y])).toEqual([
    ['a', 0],
    ['b', 2 * rowPx],
    ['c', 3 * rowPx],
    ['x', rowPx],
  ])
})

test('an inserted node without a way out leaves what followed unlinked', () => {
  const after = insertNode(node('x', rowPx), { from: 'a', outlet: 'next' }, undefined).apply(journey)
  expect(after.edges).toEqual([
    { from: 'b', outlet: 'next', to: 'c' },
    { from: 'a', outlet: 'next', to: 'x' },
  ])
})

test('deleting a node with one way in and one out joins its neighbours', () => {
  expect(deleteNodes(['b']).apply(journey).edges).toEqual([{ from: 'a', outlet: 'next', to: 'c' }])
})

test('deleting several in a row joins what is left', () => {
  const longer = {
    ...journey,
    nodes: [...journey.nodes, node('d')],
    edges: [...journey.edges, { from: 'c', outlet: 'next', to: 'd' }],
  }
  expect(deleteNodes(['b', 'c']).apply(longer).edges).toEqual([{ from: 'a', outlet: 'next', to: 'd' }])
})

test('deleting a node with two ways out leaves what followed', () => {
  const forked = {
    ...journey,
    nodes: [...journey.nodes, node('d')],
    edges: [...journey.edges, { from: 'b', outlet: 'else', to: 'd' }],
  }
  const after = deleteNodes(['b']).apply(forked)
  expect(after.edges).toEqual([])
  expect(after.nodes.map(({ id }) => id)).toEqual(['a', 'c', 'd'])
})

test('a new link replaces the old one of its outlet', () => {
  expect(link({ from: 'a', outlet: 'next' }, 'c').apply(journey).edges).toEqual([
    { from: 'b', outlet: 'next', to: 'c' },
    { from: 'a', outlet: 'next', to: 'c' },
  ])
})

test('a line dragged to another outlet leaves the first', () => {
  const after = link({ from: 'a', outlet: 'else' }, 'b', { from: 'a', outlet: 'next' }).apply(journey)
  expect(after.edges).toEqual([
    { from: 'b', outlet: 'next', to: 'c' },
    { from: 'a', outlet: 'else', to: 'b' },
  ])
})

test('removing a branch removes its edge in the same step, and the others stay', () => {
  const after = configureNode('a', { branches: [] }, ['else']).apply(journey)
  expect(after.edges).toEqual([{ from: 'b', outlet: 'next', to: 'c' }])
  expect(configureNode('a', { event: 'x' }, ['next']).apply(journey).edges).toBe(journey.edges)
})

test('cards land on the grid, and a move that moves nothing changes nothing', () => {
  expect(moveNodes(new Map([['a', { x: 13, y: -5 }]])).apply(journey).nodes[0]?.position).toEqual({ x: 16, y: -8 })
  expect(moveNodes(new Map([['a', { x: 3, y: 1 }]])).apply(journey)).toBe(journey)
})

test('a note is written, moved and deleted; a file whose last note went has no list of them', () => {
  const noted = addNote({ id: 'n', text: '', position: { x: 0, y: 0 } }).apply(journey)
  const written = writeNote('n', 'Ask legal').apply(noted)
  expect(written.notes).toEqual([{ id: 'n', text: 'Ask legal', position: { x: 0, y: 0 } }])
  expect(writeNote('n', 'Ask legal').apply(written)).toBe(written)
  const moved = moveNodes(new Map([[noteRef('n'), { x: 13, y: 0 }]])).apply(written)
  expect(moved.notes?.[0]?.position).toEqual({ x: 16, y: 0 })
  expect(moved.nodes).toEqual(journey.nodes)
  expect(deleteNodes([noteRef('n')]).apply(moved)).toEqual(journey)
  expect(deleteNodes([noteRef('gone')]).apply(moved)).toBe(moved)
})
