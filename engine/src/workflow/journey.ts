import {
  condition,
  continueAsNew,
  defineSignal,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { EnrollmentRef, Instruction } from '../step/instruction.ts'

/** What the worker registers. */
export interface Steps {
  /** Takes a step; provider calls have 2 s. */
  step(enrollment: EnrollmentRef): Promise<Instruction>
  /** The same on the delivery queue; provider calls have 10 s. */
  stepSlowly(enrollment: EnrollmentRef): Promise<Instruction>
}

/** An empty doorbell: what it means is read in Postgres. */
export const poke = defineSignal('poke')

/** Repeated for ever; one that does not beat has died with its worker. */
const ordinary = {
  startToCloseTimeout: '20s',
  heartbeatTimeout: '4s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
} as const
const quick = proxyLocalActivities<Steps>({ startToCloseTimeout: '4s', retry: { maximumAttempts: 1 } })
const patient = proxyActivities<Steps>(ordinary)
const onDeliveryQueue = () => proxyActivities<Steps>({ ...ordinary, taskQueue: `${workflowInfo().taskQueue}-delivery` })

async function take(enrollment: EnrollmentRef, instruction: Instruction): Promise<Instruction> {
  if (instruction.kind === 'deliver') return onDeliveryQueue().stepSlowly(enrollment)
  try {
    return await quick.step(enrollment)
  } catch {
    log.debug('step failed; repeated as an ordinary activity')
    return patient.step(enrollment)
  }
}

/** One execution is one enrollment, whose id is its own. It knows when and where, never what. */
export async function journey({ workspace }: Pick<EnrollmentRef, 'workspace'>, first: Instruction): Promise<void> {
  const enrollment = { workspace, id: workflowInfo().workflowId }
  let poked = false
  setHandler(poke, () => {
    poked = true
  })

  for (let next = first; next.kind !== 'end'; ) {
    if (next.kind === 'rest' && next.untilMs > Date.now()) await condition(() => poked, next.untilMs - Date.now())
    poked = false
    next = await take(enrollment, next)
    if (workflowInfo().continueAsNewSuggested && next.kind !== 'end')
      await continueAsNew<typeof journey>({ workspace }, poked ? { kind: 'step' } : next)
  }
}
