import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FeedState, follow, type Stream } from './follow.ts'

class FakeStream implements Stream {
  readonly #heard = new Map<string, (event: { data?: unknown }) => void>()
  isClosed = false
  addEventListener(type: string, heard: (event: { data?: unknown }) => void): void {
    this.#heard.set(type, heard)
  }
  close(): void {
    this.isClosed = true
  }
  say(type: string, data?: string): void {
    this.#heard.get(type)?.({ data })
  }
}

let streams: FakeStream[]
let states: FeedState[]
let counts: string[]
let answer: 'poll' | 'away' | 'signed-out'
let asked: number
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  ;[streams, states, counts, answer, asked] = [[], [], [], 'poll', 0]
  stop = follow({
    open() {
      streams.push(new FakeStream())
      return latest()
    },
    events: { counts: (data) => counts.push(data) },
    ask: async () => {
      asked += 1
      return answer
    },
    onState: (state) => states.push(state),
    random: () => 1,
  })
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

const latest = (): FakeStream => {
  const stream = streams.at(-1)
  if (!stream) throw new Error('no stream was opened')
  return stream
}

test('a cut stream is opened again, later each time, and the first event has caught up', async () => {
  latest().say('open')
  latest().say('counts', '1')
  latest().say('error')
  expect(streams[0]?.isClosed).toBe(true)
  await vi.advanceTimersByTimeAsync(499)
  expect(streams).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(streams).toHaveLength(2)
  latest().say('error')
  await vi.advanceTimersByTimeAsync(999)
  expect(streams).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  latest().say('open')
  latest().say('counts', '9')
  expect(counts).toEqual(['1', '9'])
  expect(states).toEqual(['stream', 'connecting', 'connecting', 'stream'])
  expect(asked).toBe(0)
})

test('only after several failures it is asked for, and a stream that gets through ends that', async () => {
  for (let failure = 0; failure < 3; failure++) {
    latest().say('error')
    await vi.advanceTimersByTimeAsync(failure < 2 ? 1_000 : 0)
  }
  expect(states.at(-1)).toBe('poll')
  expect(asked).toBe(1)
  answer = 'away'
  await vi.advanceTimersByTimeAsync(2_000)
  expect([states.at(-1), asked]).toEqual(['away', 2])
  answer = 'signed-out'
  await vi.advanceTimersByTimeAsync(2_000)
  expect(states.at(-1)).toBe('signed-out')
  latest().say('open')
  expect(states.at(-1)).toBe('stream')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toBe(3)
})

test('it never waits longer than half a minute, nor asks while nothing is to be asked', async () => {
  for (let failure = 0; failure < 20; failure++) {
    const before = streams.length
    latest().say('error')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(streams.length).toBe(before + 1)
  }
})

test('a connection that says nothing is dead, one that beats is not', async () => {
  latest().say('open')
  for (let beat = 0; beat < 4; beat++) {
    await vi.advanceTimersByTimeAsync(15_000)
    latest().say('beat', '{}')
  }
  expect(streams).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(40_500)
  expect(streams).toHaveLength(2)
  expect(states).toEqual(['stream', 'connecting'])
})

test('once ended it opens nothing, asks nothing and hears nothing', async () => {
  for (let failure = 0; failure < 3; failure++) {
    latest().say('error')
    await vi.advanceTimersByTimeAsync(failure < 2 ? 1_000 : 0)
  }
  stop()
  const before = [streams.length, asked, states.length]
  latest().say('counts', '1')
  await vi.advanceTimersByTimeAsync(60_000)
  expect([streams.length, asked, states.length]).toEqual(before)
  expect(counts).toEqual([])
})
