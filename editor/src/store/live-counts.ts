import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FeedState } from '../api/follow.ts'
import type { Counts } from '../api/types.ts'

/** The numbers of a watched journey, and by which way they come. */
export interface LiveCounts {
  counts: Counts | undefined
  by: FeedState
}

export interface LiveCountsStore extends StoreApi<LiveCounts> {
  /** Takes what came. Shown with the next frame: of several that come before it, the last. */
  receive(counts: Counts): void
}

/** `nextFrame`: when the page is drawn next. */
export function createLiveCounts(nextFrame: (draw: () => void) => void): LiveCountsStore {
  const store = createStore<LiveCounts>(() => ({ counts: undefined, by: 'connecting' }))
  let waiting: Counts | undefined
  const draw = () => {
    const { counts: before } = store.getState()
    if (waiting) store.setState({ counts: before ? shared(before, waiting) : waiting })
    waiting = undefined
  }
  return {
    ...store,
    receive(counts) {
      const isAwaited = waiting !== undefined
      waiting = counts
      if (!isAwaited) nextFrame(draw)
    },
  }
}

/** The new counts, with the very objects of those nodes whose numbers are the same: their cards have nothing to draw. */
function shared(before: Counts, now: Counts): Counts {
  const nodes = Object.entries(now.nodes).map(([id, node]): [string, NodeCounts] => {
    const was = before.nodes[id]
    return [id, was && sameNumbers(was, node) ? was : node]
  })
  return { ...now, nodes: Object.fromEntries(nodes) }
}

type NodeCounts = Counts['nodes'][string]

const sameNumbers = ({ outlets: a, ...one }: NodeCounts, { outlets: b, ...other }: NodeCounts): boolean =>
  sameRecord(one, other) && sameRecord(a, b)

const sameRecord = (a: Record<string, number>, b: Record<string, number>): boolean => {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}
