import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { catalog } from '@wend/nodes/catalog'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KnownUsers } from './changes/known-users.ts'
import { Plans } from './changes/plans.ts'
import { takeMessages } from './changes/take-messages.ts'
import type { Engine } from './engine.ts'
import { createDraft } from './lifecycle/drafts.ts'
import { publishJourney } from './lifecycle/publish.ts'
import { Poker } from './poke.ts'
import { type TestDatabase, temporalAddress, testDatabase } from './storage/testing.ts'
import { identify, inARow, message, until } from './testing/engine.ts'
import { startSink } from './testing/sink.ts'

let sink: Awaited<ReturnType<typeof startSink>>
let database: TestDatabase
let connection: Connection
let address: string
const workers: ChildProcess[] = []
const queue = randomUUID().slice(0, 6)

beforeAll(async () => {
  sink = await startSink((_request, response) => void setTimeout(() => response.end('{}'), 120))
  database = await testDatabase()
  address = await temporalAddress()
  connection = await Connection.connect({ address })
})
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await connection.close()
  await database.drop()
  await sink.close()
})

async function startWorkerProcess(): Promise<ChildProcess> {
  const entry = fileURLToPath(new URL('./testing/worker-entry.ts', import.meta.url))
  const worker = fork(entry, [database.url, queue, sink.host], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'wend', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  workers.push(worker)
  await once(worker, 'message')
  return worker
}

test('a worker killed amid deliveries is followed by another that leaves nothing out and does nothing twice', async () => {
  const { pool, workspace } = database
  const log = pino({ level: 'silent' })
  const poker = new Poker(new Client({ connection, namespace: 'wend' }), pool, log, queue)
  const engine: Engine = { pool, log, catalog, plans: new Plans(), users: new KnownUsers(), poker }
  const hook = (id: string) => ({
    id,
    type: 'send-webhook',
    config: { url: `${sink.url}/${id}`, method: 'POST', body: '{"who":"{{ customer.id }}"}' },
  })
  const { id: journey } = await createDraft(
    engine,
    workspace,
    inARow('Two calls and a letter', [
      { id: 'in', type: 'entry-event', config: { event: 'go' } },
      hook('first'),
      { id: 'mail', type: 'send-email', config: { subject: 'Hello {{ customer.id }}', body: '<p>Hello</p>' } },
      hook('second'),
    ]),
    'test',
  )
  await publishJourney(engine, workspace, journey, {
    revision: undefined,
    inFlight: { inFlight: 'finish', removed: {} },
    by: 'test',
    language: 'en',
  })

  const users = Array.from({ length: 60 }, (_, nth) => `user-${nth}`)
  const first = await startWorkerProcess()
  await takeMessages(
    engine,
    workspace,
    users.flatMap((user) => [identify(user, { email: `${user}@example.com` }), message(user, 'go')]),
    { silent: false },
  )
  await until(
    () => sink.received.length,
    (received) => received >= 25,
  )
  first.kill('SIGKILL')
  await once(first, 'exit')
  const beforeKill = sink.received.length
  expect(beforeKill).toBeLessThan(115)

  await startWorkerProcess()
  const ended = () => pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM enrollment WHERE reason = 'completed'`)
  await until(ended, ({ rows }) => rows[0]?.n === users.length, 45_000)

  const wanted = users.flatMap((user) => [`/first {"who":"${user}"}`, `/second {"who":"${user}"}`]).sort()
  const byKey = new Map(sink.received.map(({ key, path, body }) => [key, `${path} ${body}`]))
  expect([...byKey.values()].sort()).toEqual(wanted)
  const mails = await pool.query<{ recipient: string }>('SELECT recipient FROM caught_mail ORDER BY recipient')
  expect(mails.rows.map(({ recipient }) => recipient)).toEqual(users.map((user) => `${user}@example.com`).sort())
  const states = await pool.query<{ state: string; n: number }>(
    'SELECT state, count(*)::int AS n FROM touch GROUP BY 1',
  )
  expect(states.rows).toEqual([{ state: 'delivered', n: 180 }])
  await poker.settled()
}, 90_000)
