import { type NativeConnection, Worker } from '@temporalio/worker'
import { bundleWorkflow } from '../bundle-workflow.ts'
import type { Instruction } from '../step/instruction.ts'
import type { Steps } from '../workflow/journey.ts'

/** What the next step of an enrollment answers; it may throw. */
export type Script = (enrollment: string) => Promise<Instruction> | Instruction

/** A worker whose steps follow a script instead of a database: for what only the workflow decides. */
export async function scriptedWorker(
  connection: NativeConnection,
  queue: string,
  script: { step: Script; stepSlowly?: Script },
): Promise<{ stop(): Promise<void> }> {
  const { step, stepSlowly = step } = script
  const activities: Steps = { step: async ({ id }) => step(id), stepSlowly: async ({ id }) => stepSlowly(id) }
  const shared = { connection, namespace: 'wend', identity: 'w', buildId: 'w1', activities: { ...activities } }
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: queue,
      workflowBundle: await bundleWorkflow(),
      stickyQueueScheduleToStartTimeout: '2s',
    }),
    Worker.create({ ...shared, taskQueue: `${queue}-delivery` }),
  ])
  const ended = Promise.all(workers.map((worker) => worker.run()))
  return {
    async stop() {
      for (const worker of workers) worker.shutdown()
      await ended
    },
  }
}
