import { expect, test } from 'vitest'
import type { Counts } from '../api/types.ts'
import { createLiveCounts } from './live-counts.ts'

const none = { here: 0, passed: 0, failed: 0, blocked: 0, delivered: 0, inDoubt: 0, opened: 0, clicked: 0 }
const ended = {
  completed: 0,
  goal: 0,
  exit: 0,
  stopped: 0,
  discarded: 0,
  merged: 0,
  'node-removed': 0,
  runaway: 0,
  erased: 0,
}
const counts = (entered: number, here: Record<string, number>): Counts => ({
  entered,
  active: entered,
  ended,
  nodes: Object.fromEntries(Object.entries(here).map(([id, n]) => [id, { ...none, here: n, outlets: { next: 0 } }])),
})

test('of all that comes between two frames only the last is drawn, once', () => {
  const frames: (() => void)[] = []
  const live = createLiveCounts((draw) => frames.push(draw))
  const drawn: (number | undefined)[] = []
  live.subscribe((state) => drawn.push(state.counts?.entered))
  for (let n = 1; n <= 50; n++) live.receive(counts(n, { a: n }))
  expect([frames.length, drawn]).toEqual([1, []])
  frames.shift()?.()
  expect(drawn).toEqual([50])
  live.receive(counts(51, { a: 51 }))
  frames.shift()?.()
  expect(drawn).toEqual([50, 51])
})

test('a step whose numbers did not change keeps its very object, so that its card draws nothing', () => {
  const live = createLiveCounts((draw) => draw())
  live.receive(counts(1, { a: 1, b: 2 }))
  const before = live.getState().counts
  live.receive(counts(2, { a: 1, b: 3 }))
  const now = live.getState().counts
  expect(now?.nodes.a).toBe(before?.nodes.a)
  expect(now?.nodes.b).not.toBe(before?.nodes.b)
  expect(now?.nodes.b?.here).toBe(3)
})
