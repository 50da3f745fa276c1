import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type TestDatabase, testDatabase } from '@wend/engine/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from './access/keys.ts'

let database: TestDatabase
let apiKey: string
beforeAll(async () => {
  database = await testDatabase()
  apiKey = await createKey(database.pool, database.workspace, 'api')
})
afterAll(() => database.drop())

/** Starts the process as `npm start` does: its end is that of its standard input. */
async function start(port: number): Promise<ChildProcess> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const api = spawn(process.execPath, ['--import', tsx, fileURLToPath(new URL('./main.ts', import.meta.url))], {
    stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      LOG_LEVEL: 'warn',
    },
  })
  expect(await once(api, 'message')).toEqual(['ready', undefined])
  return api
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

test.each([
  ['its standard input closes', (api: ChildProcess) => api.stdin?.end()],
  ['it is told to', (api: ChildProcess) => api.kill('SIGTERM')],
])('the process ends when %s, open streams or not, and without Temporal', async (_name, tell) => {
  const port = await freePort()
  const api = await start(port)
  const url = `http://127.0.0.1:${port}`
  const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' }
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const made = await fetch(`${url}/v1/journeys`, {
    method: 'POST',
    headers,
    body: '{"name":"x","nodes":[],"edges":[]}',
  })
  const stream = await fetch(`${url}${made.headers.get('Location')}/counts/stream`, {
    headers: { ...headers, Accept: 'text/event-stream' },
  })
  expect(stream.status).toBe(200)

  const beganMs = Date.now()
  tell(api)
  expect(await once(api, 'exit')).toEqual([0, null])
  expect(Date.now() - beganMs).toBeLessThan(8_000)
  expect(await stream.text()).toContain('event: counts')
})
