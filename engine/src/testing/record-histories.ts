import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import { NativeConnection, Runtime } from '@temporalio/worker'
import type { Instruction } from '../step/instruction.ts'
import { type Script, scriptedWorker } from './scripted-worker.ts'

// Records what the workflow of today leaves in its history, one file a path, for workflow/replay.test.ts. Run it after every change of
// journey.ts that a history can show, under a new name, and keep the older files as long as customers may be inside:
//   TEMPORAL_ADDRESS=127.0.0.1:7233 npx tsx engine/src/testing/record-histories.ts v2
const [version = 'v1'] = process.argv.slice(2)
const folder = new URL('../workflow/histories/', import.meta.url)
const address = process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233'

const restMs = 1_200
const rest = (): Instruction => ({ kind: 'rest', untilMs: Date.now() + restMs })
const end: Instruction = { kind: 'end' }
const says = (...instructions: (() => Instruction)[]): Script => {
  let nth = 0
  return () => instructions[Math.min(nth++, instructions.length - 1)]?.() ?? end
}
const fails: Script = () => {
  throw Object.assign(new Error('STEP_FAILED'), { stack: '' })
}

interface Path {
  step: Script
  stepSlowly?: Script
  /** Rests first by a start delay, as a wait right behind the entry does. */
  delayMs?: number
  /** Rung so long after the start. */
  pokeAfterMs?: number
}

let failedOnce = false
const paths: Record<string, Path> = {
  'start-delay': { step: says(() => end), delayMs: restMs },
  'signal-ends-start-delay': { step: says(() => end), delayMs: 60_000, pokeAfterMs: 200 },
  'signal-ends-rest': {
    step: says(
      () => ({ kind: 'rest', untilMs: Date.now() + 60_000 }),
      () => end,
    ),
    pokeAfterMs: 800,
  },
  'rest-by-timer': { step: says(rest, rest, () => end) },
  'step-again': {
    step: says(
      () => ({ kind: 'step' }),
      () => end,
    ),
  },
  'delivery-queue': { step: says(() => ({ kind: 'deliver' })), stepSlowly: says(() => end) },
  'delivery-retried-later': {
    step: says(
      () => ({ kind: 'deliver' }),
      () => ({ kind: 'deliver' }),
    ),
    stepSlowly: says(rest, () => end),
  },
  'activity-fallback': {
    step(enrollment) {
      if (failedOnce) return end
      failedOnce = true
      return fails(enrollment)
    },
  },
}

Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } })
const connection = await Connection.connect({ address })
const native = await NativeConnection.connect({ address })
const client = new Client({ connection, namespace: 'wend' })
await mkdir(folder, { recursive: true })

for (const [name, { step, stepSlowly = step, delayMs, pokeAfterMs }] of Object.entries(paths)) {
  const taskQueue = randomUUID().slice(0, 6)
  const worker = await scriptedWorker(native, taskQueue, { step, stepSlowly })
  const first: Instruction = delayMs === undefined ? { kind: 'step' } : { kind: 'rest', untilMs: Date.now() + delayMs }
  const options = {
    args: [{ workspace: 1 }, first],
    taskQueue,
    workflowId: randomUUID(),
    workflowTaskTimeout: '5s',
  } as const
  const handle = await client.workflow.start('journey', {
    ...options,
    ...(delayMs !== undefined && { startDelay: delayMs + 5 }),
  })
  if (pokeAfterMs !== undefined) {
    await sleep(pokeAfterMs)
    await client.workflow.signalWithStart('journey', {
      ...options,
      workflowIdConflictPolicy: 'USE_EXISTING',
      signal: 'poke',
      signalArgs: [],
    })
  }
  await handle.result()
  const history = historyToJSON(await handle.fetchHistory())
  await writeFile(new URL(`${version}-${name}.json`, folder), `${history}\n`)
  await worker.stop()
  console.log(`recorded ${version}-${name}`)
}
await connection.close()
await native.close()
