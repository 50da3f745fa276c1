import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleWorkflow } from '../bundle-workflow.ts'
import { temporalAddress } from '../storage/testing.ts'
import { scriptedWorker } from '../testing/scripted-worker.ts'

const folder = new URL('./histories/', import.meta.url)
const histories = (await readdir(folder)).sort()
let workflowBundle: Awaited<ReturnType<typeof bundleWorkflow>>
let client: Client
let native: NativeConnection

beforeAll(async () => {
  Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } })
  workflowBundle = await bundleWorkflow()
  const address = await temporalAddress()
  client = new Client({ connection: await Connection.connect({ address }), namespace: 'wend' })
  native = await NativeConnection.connect({ address })
})
afterAll(async () => {
  await client.connection.close()
  await native.close()
})

describe('a workflow that began under an earlier release goes on under this one', () => {
  test.each(histories)('%s', async (file) => {
    const history: unknown = JSON.parse(await readFile(new URL(file, folder), 'utf8'))
    await expect(Worker.runReplayHistory({ workflowBundle }, history)).resolves.toBeUndefined()
  })

  test('every path that a workflow can take is recorded', () => {
    for (const path of [
      'start-delay',
      'signal-ends-start-delay',
      'signal-ends-rest',
      'rest-by-timer',
      'delivery-queue',
      'activity-fallback',
    ])
      expect(histories).toContain(`v1-${path}.json`)
  })
})

test('a poke that comes as a long workflow begins anew is not forgotten', async () => {
  const taskQueue = randomUUID().slice(0, 6)
  const workflowId = randomUUID()
  const handle = client.workflow.getHandle(workflowId)
  const runs: string[] = []
  const worker = await scriptedWorker(native, taskQueue, {
    async step() {
      runs.push((await handle.describe()).runId)
      return { kind: 'end' }
    },
    async stepSlowly() {
      const { runId, historyLength } = await handle.describe()
      // The servers of tests suggest to begin anew after 100 events; each delivery leaves 6.
      if (historyLength < 94) return { kind: 'deliver' }
      // The workflow hears of it while this step is still under way.
      runs.push(runId)
      await handle.signal('poke')
      await sleep(500)
      return { kind: 'rest', untilMs: Date.now() + 3_600_000 }
    },
  })
  const begun = { args: [{ workspace: 1 }, { kind: 'deliver' }], taskQueue, workflowId }
  await client.workflow.start('journey', begun)
  await handle.result()
  expect(runs).toHaveLength(2)
  expect(runs[0]).not.toBe(runs[1])
  await worker.stop()
})
