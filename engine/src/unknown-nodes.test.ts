import { setTimeout as sleep } from 'node:timers/promises'
import { catalog, createCatalog } from '@wend/nodes/catalog'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDoor, testDoor, waiting } from './changes/testing.ts'
import { stopJourney } from './lifecycle/transitions.ts'
import { type RunningWorker, startWorker } from './start-worker.ts'
import { temporalAddress } from './storage/testing.ts'
import { forgetPlans } from './upkeep/forget-plans.ts'

let door: TestDoor
let worker: RunningWorker | undefined
beforeAll(async () => {
  door = await testDoor()
})
afterAll(async () => {
  worker?.stop()
  await worker?.ended
  await door.drop()
})

/** As a release is that dropped a node type. */
const without = createCatalog(catalog.all.filter(({ type }) => type !== 'wait-for-event'))
const drawn = waiting('Uses it', [{ id: 'yes', event: 'bought' }])

test('a worker without code for a node in use takes no work until the node is out of use, and is not ready where it comes back', async () => {
  const journey = await door.publish(drawn)
  const address = await temporalAddress()
  const starting = startWorker({
    databaseUrl: door.url,
    temporal: { address, namespace: 'wend', options: { address } },
    catalog: without,
    log: pino({ level: 'silent' }),
    publicUrl: 'http://localhost',
    allowHosts: '',
    queue: 'lacking',
  })
  expect(await Promise.race([starting, sleep(2_000, 'takes no work')])).toBe('takes no work')

  await stopJourney(door.engine, door.workspace, journey)
  await forgetPlans(door.engine)
  await door.pool.query(`UPDATE plan SET idle_since = idle_since - interval '2 days'`)
  expect(await forgetPlans(door.engine)).toBe(1)
  worker = await starting
  const ready = { ready: true, postgres: true, polling: true, unknownNodes: [] }
  expect(await worker.readiness()).toEqual(ready)

  await door.publishAgain(journey, drawn)
  expect(await worker.readiness()).toEqual({ ...ready, ready: false, unknownNodes: ['wait-for-event@1'] })
}, 60_000)
