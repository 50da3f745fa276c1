import { expect, test } from 'vitest'
import type { Journey } from '../store/journey.ts'
import { swapSteps } from './swap-steps.ts'

const node = (id: string, y: number) => ({ id, type: 'wait', version: 1, position: { x: 0, y }, config: {} })
const journey: Journey = {
  name: 'J',
  nodes: [node('a', 0), node('b', 160), node('c', 320), node('d', 480)],
  edges: [
    { from: 'a', outlet: 'next', to: 'b' },
    { from: 'b', outlet: 'else', to: 'c' },
    { from: 'c', outlet: 'next', to: 'd' },
  ],
  settings: {},
}

test('a step comes before the one that led to it, in the graph and on the canvas', () => {
  const after = swapSteps({ from: 'b', outlet: 'else' }, 'c', 'next').apply(journey)
  expect(after.edges).toEqual([
    { from: 'a', outlet: 'next', to: 'c' },
    { from: 'c', outlet: 'next', to: 'b' },
    { from: 'b', outlet: 'else', to: 'd' },
  ])
  expect(after.nodes.map(({ id, position }) => [id, position.y])).toEqual([
    ['a', 0],
    ['b', 320],
    ['c', 160],
    ['d', 480],
  ])
})

test('nothing comes before an entry, and where several ways meet nothing changes', () => {
  expect(swapSteps({ from: 'a', outlet: 'next' }, 'b', 'else').apply(journey)).toBe(journey)
  const met = { ...journey, edges: [...journey.edges, { from: 'd', outlet: 'next', to: 'c' }] }
  expect(swapSteps({ from: 'b', outlet: 'else' }, 'c', 'next').apply(met)).toBe(met)
})
