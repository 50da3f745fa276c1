import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { KnownUsers } from '@wend/engine/changes/known-users'
import { Plans } from '@wend/engine/changes/plans'
import { connect } from '@wend/engine/storage/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createServer } from './server.ts'
import { basic, bodyOf, draft, soundJourney, type TestServer, testServer } from './testing.ts'

let first: TestServer
let second: { url: string; close(): Promise<void> }
beforeAll(async () => {
  first = await testServer()
  const pool = connect(first.databaseUrl, { max: 4 })
  // What another process has of its own: connections, plans, what is listened to, workspaces, keys.
  const engine = { ...first.engine, pool, plans: new Plans(), users: new KnownUsers() }
  const wired = createServer(engine, { channels: first.channels, delivery: first.delivery })
  const server = createHttpServer(wired.app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  second = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await pool.end()
    },
  }
})
afterAll(async () => {
  await second.close()
  await first.close()
})

const counts = z.object({ entered: z.number(), active: z.number() })

test('what one api publishes, pauses, resumes and stops holds at the other with the very next event', async () => {
  const { id } = await draft(first, soundJourney)
  const act = async (what: string) => {
    const { status, text } = await first.api('POST', `/v1/journeys/${id}/${what}`)
    expect(status, text).toBeLessThan(300)
  }
  let nth = 0
  /** Whether a new customer's event, sent to the other api, enters. */
  const enters = async (): Promise<boolean> => {
    const before = bodyOf(await first.api('GET', `/v1/journeys/${id}/counts`), counts).entered
    const sent = await fetch(`${second.url}/v1/track`, {
      method: 'POST',
      headers: { Authorization: basic(first.writeKey), 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId: `user-${nth++}`, event: 'add_to_cart' }),
    })
    expect(sent.status).toBe(200)
    return bodyOf(await first.api('GET', `/v1/journeys/${id}/counts`), counts).entered === before + 1
  }
  expect(await enters()).toBe(false)
  const seen: boolean[] = []
  for (let round = 0; round < 3; round++) {
    if (round === 0) await act('publish')
    else await first.api('POST', `/v1/journeys/${id}/publish`, { headers: { 'If-Match': '"1"' } })
    for (const what of ['', 'pause', 'resume', 'stop']) {
      if (what) await act(what)
      seen.push(await enters())
    }
  }
  expect(seen).toEqual([true, false, true, false, true, false, true, false, true, false, true, false])
  expect(bodyOf(await first.api('GET', `/v1/journeys/${id}/counts`), counts)).toEqual({ entered: 6, active: 0 })
})
