import type { Outcome } from '@wend/nodes/sdk/define-node'
import type { Instruction } from './instruction.ts'
import { endEnrollment, leaveNode } from './progress.ts'
import { runNode } from './run-node.ts'
import { arrived, type Came, type World } from './world.ts'

/**
 * Takes one enrollment as far as it can go now, and says what it is to do next. Knows no node type by name.
 * May be repeated, overlap itself or come too often: what is due is read, never told.
 */
export async function takeStep(world: World): Promise<Instruction> {
  for (let came = await world.open(); ; ) {
    if (came.kind === 'over') return came.instruction
    const { outcome, seen } = runNode(world, came)
    came = await carryOut(world, came, outcome, seen)
  }
}

async function carryOut(world: World, came: Came, outcome: Outcome, seen: Record<string, unknown>): Promise<Came> {
  switch (outcome.kind) {
    case 'wait':
      return world.rest(outcome)

    case 'deliver':
      return (await world.hold()) ?? world.deliver(outcome.message)

    case 'finish':
      leave(world, came, null, seen)
      Object.assign(world.progress, endEnrollment(world.progress, 'completed', world.nowMs, outcome.reason))
      return world.end()

    case 'leave': {
      const held = outcome.changes?.events?.length ? await world.hold() : undefined
      if (held) return held
      leave(world, came, outcome.outlet, seen)
      if (outcome.changes) return world.change(outcome.changes)
      return world.progress.at.state === 'ended' ? world.end() : arrived
    }
  }
}

/** What came of an effect stays with the visit, whichever outlet is taken. */
function leave(world: World, came: Came, outlet: string | null, seen: Record<string, unknown>): void {
  const by = came.kind === 'woken' ? came.wake.by : undefined
  const state = by === 'failed' || by === 'blocked' ? by : 'passed'
  const reason = came.kind === 'woken' ? came.wake.reason : undefined
  Object.assign(world.progress, leaveNode(world.plan, world.progress, { outlet, state, reason, seen }, world.nowMs))
}
