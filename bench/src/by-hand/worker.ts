import { fileURLToPath } from 'node:url'
import { NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { connect } from '@wend/engine/storage/database'
import { temporalAccess } from '@wend/engine/temporal'
import { createDeeds } from './deeds.ts'

// The hand-written journey's worker, a process of its own, with the options of Wend's. Arguments: task queue, sink.
const [taskQueue = '', sinkUrl = ''] = process.argv.slice(2)
const { options, namespace } = temporalAccess(process.env)
Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error } })
const pool = connect(process.env.DATABASE_URL ?? '', { max: 24, name: 'by hand' })
const connection = await NativeConnection.connect(options)
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue,
  identity: 'h',
  buildId: 'h1',
  workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
  activities: { ...createDeeds(pool, sinkUrl) },
  shutdownGraceTime: 4_000,
  maxCachedWorkflows: 500,
  stickyQueueScheduleToStartTimeout: '2s',
  maxConcurrentActivityTaskExecutions: 48,
})
process.once('SIGTERM', () => worker.shutdown())
process.once('SIGINT', () => worker.shutdown())
process.stdin.once('end', () => worker.shutdown()).resume()
const ended = worker.run()
process.send?.('ready')
await ended
await Promise.all([connection.close(), pool.end()])
process.exit(0)
