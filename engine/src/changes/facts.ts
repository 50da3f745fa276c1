import type pg from 'pg'
import type { Engine } from '../engine.ts'
import type { Counted, Customer } from '../step/context.ts'
import type { Numbered } from './judge.ts'
import type { Plan } from '../journey/plan.ts'
import type { ReadStep } from '../worlds/live/read-step.ts'
import type { Met } from './read-met.ts'

interface Asking {
  customer: Customer
  messages: Numbered[]
  entryNumber: number
}

const nothing: Counted = () => undefined

/** Counts what conditions ask for (`did.…`), for each customer as of each of her events. No statement where none asks. */
export async function countFacts(_engine: Engine, _client: pg.ClientBase, _workspace: number, _asking: Asking[], _met: Met): Promise<(customer: number, event: number) => Counted> {
  return () => nothing
}

/** The same for one step. */
export async function countForStep(_client: pg.ClientBase, _workspace: number, _plan: Plan, _read: ReadStep): Promise<Counted> {
  return nothing
}
