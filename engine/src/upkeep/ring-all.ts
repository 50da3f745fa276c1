import type { Engine } from '../engine.ts'
import type { PromisedPoke } from '../storage/writes.ts'

/** A poke that a statement of the upkeep has promised. */
export type Promised = Pick<PromisedPoke, 'id' | 'workspace' | 'enrollment'>

/** Rings workflows that are there already, or were lost. What is not reached is left to the sweeper. Answers how many. */
export function ringAll(poker: Engine['poker'], promised: readonly Promised[]): number {
  poker.ring(promised.map((poke) => ({ ...poke, fresh: false, untilMs: null })))
  return promised.length
}
