import { Client, Connection } from '@temporalio/client'
import { KnownUsers } from '@wend/engine/changes/known-users'
import { Plans } from '@wend/engine/changes/plans'
import type { Engine } from '@wend/engine/engine'
import { defaultQueue, Poker } from '@wend/engine/poke'
import { connect } from '@wend/engine/storage/database'
import { identity, type TemporalAccess } from '@wend/engine/temporal'
import { catalog } from '@wend/nodes/catalog'
import type { Logger } from 'pino'
import type { TemporalState } from './health/routes.ts'

/** What the api works with, and how it ends. */
export interface ConnectedEngine {
  engine: Engine
  temporalState(): Promise<TemporalState>
  /** Makes the pokes that are on their way, as far as the time allows, and closes the connections to Postgres. */
  close(withinMs: number): Promise<void>
}

const patienceMs = 1_000
/** Of the kinds of task queues: that of workflows. */
const workflowQueue = 1

/** Connects to Postgres and Temporal when they are first asked: neither has to be there yet. */
export function connectEngine(databaseUrl: string, temporal: TemporalAccess, log: Logger): ConnectedEngine {
  const pool = connect(databaseUrl, { max: 20, name: 'wend api' })
  const connection = Connection.lazy(temporal.options)
  const client = new Client({ connection, namespace: temporal.namespace, identity })
  const poker = new Poker(client, pool, log)
  return {
    engine: { pool, log, catalog, plans: new Plans(), users: new KnownUsers(), poker },
    async temporalState() {
      const { pollers } = await connection.withDeadline(Date.now() + patienceMs, () =>
        connection.workflowService.describeTaskQueue({
          namespace: temporal.namespace,
          taskQueue: { name: defaultQueue },
          taskQueueType: workflowQueue,
        }),
      )
      return { reachable: true, worker: pollers.length > 0 }
    },
    async close(withinMs) {
      await Promise.race([poker.settled(), new Promise((resolve) => setTimeout(resolve, withinMs).unref())])
      // The connection to Temporal is left to the process's end: closed under calls that are being repeated, it would throw.
      await pool.end()
    },
  }
}
