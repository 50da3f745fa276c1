import { connect, createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { catalog } from '@wend/nodes/catalog'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorker } from './start-worker.ts'
import { type TestDatabase, temporalAddress, testDatabase } from './storage/testing.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) =>
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )

test('a worker that starts while Temporal is away takes work once it is back', async () => {
  const nobody = createServer()
  const port = await listening(nobody, 0)
  await new Promise((resolve) => nobody.close(resolve))
  const address = `127.0.0.1:${port}`
  const starting = startWorker({
    databaseUrl: database.url,
    temporal: { address, namespace: 'wend', options: { address } },
    catalog,
    log: pino({ level: 'silent' }),
    publicUrl: 'http://localhost',
    allowHosts: '',
    queue: 'away',
  })
  expect(await Promise.race([starting, sleep(1_500, 'waits')])).toBe('waits')

  const [host, at] = (await temporalAddress()).split(':')
  const back = createServer((near) => {
    const far = connect(Number(at), host)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => socket.destroy())
  })
  await listening(back, port)
  const worker = await starting
  await expect.poll(async () => (await worker.readiness()).ready).toBe(true)
  worker.stop()
  await worker.ended
  back.close()
})
