import type { Instruction } from './instruction.ts'
import { endEnrollment, leaveNode } from './progress.ts'
import { type Ran, runNode } from './run-node.ts'
import type { Came, World } from './world.ts'

/**
 * Takes one enrollment as far as it can go now, and says what it is to do next. Knows no node type by name.
 * May be repeated, overlap itself or come too often: what is due is read, never told.
 */
export async function takeStep(world: World): Promise<Instruction> {
  for (let came = await world.open(); ; ) {
    if (came.kind === 'over') return came.instruction
    came = await carryOut(world, came, runNode(world, came))
  }
}

async function carryOut(world: World, came: Came, ran: Ran): Promise<Came> {
  const { outcome } = ran
  switch (outcome.kind) {
    case 'wait':
      return world.rest(outcome)

    case 'deliver':
      return (await world.hold(outcome.message)) ?? world.deliver(outcome.message)

    case 'finish':
      leave(world, came, null, ran)
      Object.assign(world.progress, endEnrollment(world.progress, 'completed', world.nowMs, outcome.reason))
      return world.end()

    case 'leave': {
      const held = outcome.changes?.events?.length ? await world.hold() : undefined
      if (held) return held
      leave(world, came, outcome.outlet, ran)
      if (outcome.changes) return world.change(outcome.changes)
      return world.progress.at.state === 'ended' ? world.end() : world.goOn()
    }
  }
}

/** What came of an effect stays with the visit, whichever outlet is taken. */
function leave(world: World, came: Came, outlet: string | null, { seen, fault }: Ran): void {
  const { by, reason } = fault ? { by: 'failed', reason: fault } : came.kind === 'woken' ? came.wake : {}
  const state = by === 'failed' || by === 'blocked' ? by : 'passed'
  Object.assign(world.progress, leaveNode(world.plan, world.progress, { outlet, state, reason, seen }, world.nowMs))
}
