import type { Catalog } from '@wend/nodes/catalog'
import type { Changes, Deliver, StepContext, Wait, Wake } from '@wend/nodes/sdk/define-node'
import type { Plan } from '../journey/plan.ts'
import type { Instruction } from './instruction.ts'
import type { Progress } from './progress.ts'

/** What a step goes on with: a node reached, a node woken, or nothing but an instruction. */
export type Came = { kind: 'arrived' } | { kind: 'woken'; wake: Wake } | { kind: 'over'; instruction: Instruction }

export const arrived: Came = { kind: 'arrived' }
export const woken = (wake: Wake): Came => ({ kind: 'woken', wake })
export const over = (instruction: Instruction): Came => ({ kind: 'over', instruction })

/** What stands behind a step: Postgres and the channels, or memory and a fast clock. */
export interface World {
  readonly catalog: Catalog
  /** Locks the customer, reads where she stands, and says what is due. */
  open(): Promise<Came>
  /** These four are there once `open` found something due. */
  readonly plan: Plan
  readonly progress: Progress
  readonly nowMs: number
  /** What the node at hand may look at, and a record of what it saw. */
  context(): { context: StepContext; seen: Record<string, unknown> }

  /** Rests here; or wakes at once by an event that came before the wait, or because the time has passed. */
  rest(wait: Wait): Promise<Came>
  /** Makes a delivery: commits it, sends it, and wakes by what came of it. */
  deliver(message: Deliver['message']): Promise<Came>
  /** Commits everything so far with these changes to the customer, and goes on. The node is already left. */
  change(changes: Changes): Promise<Came>
  /** Whether effects must wait because the journey is paused: then rests, or wakes as blocked past the limit. */
  hold(touch?: { channel: Deliver['message']['channel'] }): Promise<Came | undefined>
  /** Goes on to the node just reached; what has gathered is committed first where it is much. */
  goOn(): Promise<Came>
  /** Commits everything so far: the enrollment has ended. */
  end(): Promise<Came>
}
