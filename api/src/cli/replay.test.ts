import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { FileEvent } from './event-file.ts'
import { replayEvents } from './replay-events.ts'

const message = z.object({
  type: z.string(),
  userId: z.string(),
  event: z.string().optional(),
  traits: z.record(z.string(), z.string()).optional(),
  properties: z.record(z.string(), z.string()).optional(),
  timestamp: z.iso.datetime(),
})
const batch = z.object({ batch: z.array(message) })

test('events arrive one by one in order, at the chosen speed, behind who they are of', async () => {
  const arrived: z.infer<typeof message>[] = []
  const server = createServer(async (request, response) => {
    arrived.push(...batch.parse(await json(request)).batch)
    response.end('{"success":true}')
  })
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    }),
  )
  const at = (minute: number, user: string, event: string, town: string): FileEvent => ({
    user,
    event,
    atMs: Date.parse('2024-03-11T08:00:00Z') + minute * 60_000,
    properties: { minute: String(minute) },
    traits: { town },
  })
  const events = [
    at(0, 'ada', 'came', 'Paris'),
    at(6, 'ada', 'went', 'Paris'),
    at(18, 'bob', 'came', 'Lyon'),
    at(18, 'ada', 'came', 'Lille'),
  ]
  const began = Date.now()
  let sent = 0
  const done = await replayEvents(events, {
    url: `http://127.0.0.1:${port}`,
    writeKey: 'key',
    speed: 3600,
    prefix: 'a-',
    emailAt: 'example.com',
    sent: (count) => {
      sent = count
    },
  })
  server.close()

  expect(sent).toBe(4)
  expect(done).toMatchObject({ events: 4, customers: 2 })
  expect(arrived.map(({ userId, event, traits }) => `${userId} ${event ?? traits?.town}`)).toEqual([
    'a-ada Paris',
    'a-ada came',
    'a-ada went',
    'a-bob Lyon',
    'a-bob came',
    'a-ada Lille',
    'a-ada came',
  ])
  expect(arrived[0]?.traits).toEqual({ email: 'a-ada@example.com', town: 'Paris' })
  const [first, , , , last] = arrived.map(({ timestamp }) => Date.parse(timestamp))
  expect((last ?? 0) - (first ?? 0)).toBe(300)
  expect(first).toBeGreaterThanOrEqual(began)
})
