import { expect, test } from 'vitest'
import { Lanes } from './lanes.ts'

test('one destination never has every lane, and all together have no more than there are', () => {
  const lanes = new Lanes({ inAll: 5, each: 3 })
  const take = (name: string, times: number) => Array.from({ length: times }, () => lanes.take(name).free)
  expect(take('hangs', 5)).toEqual([true, true, true, false, false])
  expect(take('answers', 3)).toEqual([true, true, false])
})

test('a lane given back is free again, and giving it back twice frees no second', () => {
  const lanes = new Lanes({ inAll: 5, each: 1 })
  const lane = lanes.take('one')
  if (!lane.free) throw new Error('not free')
  lane.give()
  lane.give()
  expect([lanes.take('one').free, lanes.take('one').free]).toEqual([true, false])
})

test('who finds lanes full comes back at the pace at which calls end, one after the other', () => {
  let nowMs = 0
  const lanes = new Lanes({ inAll: 10, each: 2 }, () => nowMs)
  const first = lanes.take('slow')
  nowMs = 10_000
  if (first.free) first.give()
  lanes.take('slow')
  lanes.take('slow')
  const waits = Array.from({ length: 3 }, () => lanes.take('slow'))
  expect(waits).toEqual([5_250, 10_250, 15_250].map((inMs) => ({ free: false, inMs })))
  nowMs = 70_000
  expect(lanes.take('slow')).toEqual({ free: false, inMs: 5_250 })
})
