import { createStore, type StoreApi } from 'zustand/vanilla'

/** What stands against steps and what is said at them, by node: cards follow their own numbers. */
export interface Marks {
  /** Problems that the check found. */
  problems: ReadonlyMap<string, number>
  /** Those of them that keep the journey from being published. */
  errors: ReadonlyMap<string, number>
  /** Comments that are still to be talked about. */
  threads: ReadonlyMap<string, number>
}

export type MarksStore = StoreApi<Marks>

export const createMarks = (): MarksStore =>
  createStore<Marks>(() => ({ problems: new Map(), errors: new Map(), threads: new Map() }))

/** How often each node is named; what names none is left out. */
export function countByNode(nodes: Iterable<string | undefined>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const node of nodes) if (node !== undefined) counts.set(node, (counts.get(node) ?? 0) + 1)
  return counts
}
