import { leave, type Outcome } from '@wend/nodes/sdk/define-node'
import type { Came, World } from './world.ts'

/** What a node answered. `fault`: why it could not answer; it is left as failed. */
export interface Ran {
  outcome: Outcome
  seen: Record<string, unknown>
  fault?: string
}

/**
 * Runs the node at hand: `enter` where it was just reached, `wake` where something came. Nodes are pure, so an exception
 * is the author's fault or ours: the visit fails with it, the customer goes on, and nothing is retried for ever.
 */
export function runNode(world: World, came: Exclude<Came, { kind: 'over' }>): Ran {
  const { at } = world.progress
  const node = world.plan.nodes[at.node]
  const type = node && world.catalog.find(node.type, node.version)
  // Not the author's fault: a worker that knows the type will come.
  if (!node || !type) throw new Error(`no code for node ${at.node} of plan ${at.plan}`)

  const { context, seen } = world.context()
  try {
    if (came.kind === 'arrived') return { outcome: fit(type.enter(node.config, context)), seen }
    // A node that asked for nothing has no wake: what blocked it (a pause past its limit) is its way out.
    if (!type.wake) return { outcome: leave(came.wake.by), seen }
    return { outcome: fit(type.wake(node.config, context, came.wake)), seen }
  } catch (error) {
    return { outcome: leave('failed'), seen, fault: codeOf(error) }
  }
}

/** The last instant that a Date can hold. */
const lastMs = 8.64e15
/** As far as Postgres and Temporal are asked to wait: the year 9999. */
const farthestMs = Date.UTC(9999, 11, 31)

/** An outcome that the engine can carry out. Throws for what is none. */
export function fit(outcome: Outcome): Outcome {
  if (outcome.kind !== 'wait') return outcome
  const { untilMs } = outcome
  if (!(Math.abs(untilMs) <= lastMs)) throw new RangeError('a wait until no time')
  return { ...outcome, untilMs: Math.round(Math.max(0, Math.min(untilMs, farthestMs))) }
}

/** A code that says what went wrong and nothing of the customer. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(code) ? code : 'node-failed'
}
