import { type Outcome, leave } from '@wend/nodes/sdk/define-node'
import type { Came, World } from './world.ts'

/**
 * Runs the node at hand: `enter` where it was just reached, `wake` where something came. Nodes are pure, so an exception
 * is the author's fault or ours: the visit fails with it, the customer goes on, and nothing is retried for ever.
 */
export function runNode(world: World, came: Exclude<Came, { kind: 'over' }>): { outcome: Outcome; seen: Record<string, unknown> } {
  const { at } = world.progress
  const node = world.plan.nodes[at.node]
  const type = node && world.catalog.find(node.type, node.version)
  if (!node || !type) throw new Error(`no code for node ${at.node} of plan ${at.plan}`)

  const { context, seen } = world.context()
  if (came.kind === 'arrived') return { outcome: type.enter(node.config, context), seen }
  // A node that asked for nothing has no wake: what blocked it (a pause past its limit) is its way out.
  if (!type.wake) return { outcome: leave(came.wake.by), seen }
  return { outcome: type.wake(node.config, context, came.wake), seen }
}
