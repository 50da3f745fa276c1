import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection, Runtime, Worker } from '@temporalio/worker'
import type { Catalog } from '@wend/nodes/catalog'
import type { Logger } from 'pino'
import { beating } from './beating.ts'
import { bundleWorkflow } from './bundle-workflow.ts'
import { KnownUsers } from './changes/known-users.ts'
import { Plans } from './changes/plans.ts'
import { createChannels } from './channels/create-channels.ts'
import { startLocalOutbox } from './channels/local-outbox.ts'
import type { Engine } from './engine.ts'
import { defaultQueue, Poker } from './poke.ts'
import { createSteps, slowLanes } from './steps.ts'
import { connect } from './storage/database.ts'
import { tellError } from './tell-error.ts'
import { identity, type TemporalAccess } from './temporal.ts'
import { unknownNodes } from './unknown-nodes.ts'
import { startUpkeep } from './upkeep/upkeep.ts'
import type { WorkerReadiness } from './worker-health.ts'

export interface WorkerOptions {
  databaseUrl: string
  temporal: TemporalAccess
  catalog: Catalog
  log: Logger
  /** Left out: the local outbox, started inside the worker. */
  smtpUrl?: string | undefined
  publicUrl: string
  /** As `WEND_ALLOW_HOSTS`. */
  allowHosts: string
  /** As `WEND_SECRET_KEY`. Absent: secrets are kept as they are. */
  secretKey?: Buffer | undefined
  /** Whole months that events are kept. Left out: for ever. */
  eventMonths?: number | undefined
  /** The task queue; tests that share a Temporal have one each. */
  queue?: string
}

export interface RunningWorker {
  engine: Engine
  readiness(): Promise<WorkerReadiness>
  /** Resolves when the worker has ended, drained; rejects where it cannot go on. */
  ended: Promise<void>
  /** Takes no more work, finishes what it holds, and ends. */
  stop(): void
}

/** Stands in every history: short. */
const buildId = 'w1'
const stepsAtOnce = 48
/**
 * A reaction to an event shares the processor with the workflow tasks already taken, which no priority takes back. Each is held
 * while its step calls a provider; destinations that are slow take the delivery queue.
 */
const workflowTasksAtOnce = 24
/** Most enrollments are one workflow task, which never comes by a sticky queue. */
const nonStickyPolls = 0.6
const drainMs = 4_000
const lookAgainMs = 5_000
const askAgainMs = 1_000
const silent = { log() {}, trace() {}, debug() {}, info() {} }

/** Starts what obeys: workflows, their steps, the upkeep. Resolves when it takes work: not before there is code for every node in use. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { databaseUrl, temporal, catalog, log, queue = defaultQueue } = options
  const logger = {
    ...silent,
    warn: (message: string) => log.warn(message),
    error: (message: string) => log.error(message),
  }
  installRuntime(logger)

  const pool = connect(databaseUrl, { max: 24, name: 'wend worker' })
  // Of their own, so that a step that holds a connection never waits for one that it needs itself.
  const channelPool = connect(databaseUrl, { max: 4, name: 'wend channels' })
  const connection = Connection.lazy({ ...temporal.options, connectTimeout: 5_000 })
  const poker = new Poker(new Client({ connection, namespace: temporal.namespace, identity }), pool, log, queue)
  const engine: Engine = { pool, log, catalog, plans: new Plans(), users: new KnownUsers(), poker }

  await reached('Postgres', log, () => everyNodeKnown(engine))

  const outbox = options.smtpUrl ? undefined : await startLocalOutbox(channelPool)
  const { channels, close } = createChannels({
    pool: channelPool,
    publicUrl: options.publicUrl,
    allowHosts: options.allowHosts,
    secretKey: options.secretKey,
    smtp: { url: options.smtpUrl ?? outbox?.url ?? '', isLocalOutbox: outbox !== undefined },
  })

  const activities = { ...beating(createSteps(engine, channels)) }
  const native = await reached('Temporal', log, () => NativeConnection.connect(temporal.options))
  const shared = {
    connection: native,
    namespace: temporal.namespace,
    identity,
    buildId,
    shutdownGraceTime: drainMs,
    activities,
  }
  const workflowBundle = await bundleWorkflow({ ...logger, warn() {} })
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: queue,
      workflowBundle,
      maxCachedWorkflows: 500,
      stickyQueueScheduleToStartTimeout: '2s',
      maxConcurrentWorkflowTaskExecutions: workflowTasksAtOnce,
      nonStickyToStickyPollRatio: nonStickyPolls,
      maxConcurrentLocalActivityExecutions: stepsAtOnce,
      maxConcurrentActivityTaskExecutions: stepsAtOnce,
    }),
    Worker.create({
      ...shared,
      taskQueue: `${queue}-delivery`,
      maxConcurrentActivityTaskExecutions: slowLanes.inAll + 20,
    }),
  ])
  const upkeep = startUpkeep(engine, { eventMonths: options.eventMonths })

  const end = async (): Promise<void> => {
    await upkeep.stop()
    await poker.settled()
    await close()
    await outbox?.close()
    await Promise.all([connection.close(), native.close(), pool.end(), channelPool.end()])
  }
  return {
    engine,
    async readiness() {
      const missing = await unknownNodes(engine).catch(() => undefined)
      const polling = workers.every((worker) => worker.getState() === 'RUNNING')
      const ready = polling && missing?.length === 0
      return { ready, postgres: missing !== undefined, polling, unknownNodes: missing ?? [] }
    },
    ended: Promise.all(workers.map((worker) => worker.run())).then(end),
    stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
    },
  }
}

/** Asks until there is an answer: what starts while a server is away begins its work once that is back. */
async function reached<T>(server: string, log: Logger, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      log.error({ error: tellError(error) }, `${server} is not reached, and is asked again`)
      await sleep(askAgainMs)
    }
  }
}

/**
 * Waits until there is code for every node that customers are at or come to: who has it not must take no work from those who
 * have. It may come true by itself, when the last of those customers has ended.
 */
async function everyNodeKnown(engine: Engine): Promise<void> {
  for (;;) {
    const missing = await unknownNodes(engine)
    if (missing.length === 0) return
    engine.log.error({ missing }, 'this worker has no code for nodes that are in use, and takes no work')
    await sleep(lookAgainMs)
  }
}

let installed = false

/** Temporal's runtime is one for the process. */
function installRuntime(logger: NonNullable<Parameters<typeof Runtime.install>[0]['logger']>): void {
  if (installed) return
  installed = true
  Runtime.install({ logger })
}
