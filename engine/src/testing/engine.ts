import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { catalog as builtIn } from '@wend/nodes/catalog'
import type { JsonObject } from '@wend/nodes/sdk/json'
import { pino } from 'pino'
import type { Incoming } from '../changes/incoming.ts'
import { takeMessages } from '../changes/take-messages.ts'
import type { Journey } from '../journey/journey.ts'
import { createDraft } from '../lifecycle/drafts.ts'
import { publishJourney } from '../lifecycle/publish.ts'
import { startWorker, type WorkerOptions } from '../start-worker.ts'
import { temporalAddress, testDatabase } from '../storage/testing.ts'

/** A journey by its nodes in a row: each leads to the next by `next`, unless `edges` says otherwise. */
export function inARow(
  name: string,
  nodes: { id: string; type: string; config: JsonObject }[],
  more: Partial<Journey> = {},
): Journey {
  return {
    name,
    nodes: nodes.map((node, nth) => ({ ...node, version: 1, position: { x: 0, y: nth * 120 } })),
    edges: nodes.slice(1).map(({ id }, nth) => ({ from: nodes[nth]?.id ?? '', outlet: 'next', to: id })),
    settings: {},
    ...more,
  }
}

/** A message as ingest hands it on: a `track` of this user, now, unless told otherwise. */
export function message(
  user: string,
  name: string,
  properties: JsonObject = {},
  more: Partial<Incoming> = {},
): Incoming {
  return {
    kind: 'track',
    messageId: randomUUID(),
    userId: user,
    name,
    properties,
    attributes: {},
    fill: {},
    atMs: Date.now(),
    hops: 0,
    ...more,
  }
}

/** An identify of this user. */
export const identify = (user: string, attributes: JsonObject): Incoming =>
  message(user, 'identify', {}, { kind: 'identify', attributes })

/** A worker on real servers, with a database and a task queue of its own. */
export async function testEngine({
  catalog = builtIn,
  log = pino({ level: process.env['LOG_LEVEL'] ?? 'fatal' }),
  ...options
}: Partial<Pick<WorkerOptions, 'allowHosts' | 'catalog' | 'log' | 'smtpUrl'>> = {}) {
  const database = await testDatabase({ max: 8 })
  const { workspace } = database
  const temporal = {
    address: await temporalAddress(),
    namespace: 'wend',
    options: { address: await temporalAddress() },
  }
  const queue = randomUUID().slice(0, 6)
  const worker = await startWorker({
    databaseUrl: database.url,
    temporal,
    catalog,
    log,
    publicUrl: 'http://localhost',
    allowHosts: '',
    queue,
    ...options,
  })
  const client = new Client({ connection: await Connection.connect(temporal.options), namespace: 'wend' })
  const { engine } = worker

  return {
    database,
    workspace,
    engine,
    client,
    temporal,
    queue,
    pool: database.pool,
    send: (...messages: Incoming[]) => takeMessages(engine, workspace, messages, { silent: false }),

    async publish(journey: Journey): Promise<string> {
      const { id } = await createDraft(engine, workspace, journey, 'test')
      await publishJourney(engine, workspace, id, {
        revision: undefined,
        inFlight: { inFlight: 'finish', removed: {} },
        by: 'test',
        language: 'en',
      })
      return id
    },

    /** The endings of everybody who entered, by reason; `active` for those inside. */
    async endings(journey: string): Promise<Record<string, number>> {
      const { rows } = await database.pool.query<{ how: string; n: number }>(
        `SELECT coalesce(reason, 'active') AS how, count(*)::int AS n FROM enrollment WHERE workspace = $1 AND journey = $2 GROUP BY 1`,
        [workspace, journey],
      )
      return Object.fromEntries(rows.map(({ how, n }) => [how, n]))
    },

    /** The events of an enrollment's history, read back from the server. */
    async history(enrollment: string) {
      return client.workflow.getHandle(enrollment).fetchHistory()
    },

    async stop(): Promise<void> {
      worker.stop()
      await worker.ended
      await client.connection.close()
      await database.drop()
    },
  }
}

export type TestEngine = Awaited<ReturnType<typeof testEngine>>

/** Waits until something holds, looking every 20 ms. Throws with the last value seen. */
export async function until<T>(
  look: () => Promise<T> | T,
  holds: (value: T) => boolean,
  patienceMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`still not so after ${patienceMs} ms: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
