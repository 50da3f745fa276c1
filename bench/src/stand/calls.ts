import type { Journey } from '@wend/engine/journey/journey'
import { z } from 'zod'
import type { Stand } from './stand.ts'
import { until } from './until.ts'

/** Calls the first api as a script would. Answers the JSON; throws what was refused. */
export async function call(
  { urls, apiKey }: Pick<Stand, 'urls' | 'apiKey'>,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const response = await fetch(`${urls[0]}${path}`, {
    method,
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`)
  return text ? JSON.parse(text) : undefined
}

const created = z.object({ id: z.string() })

/** Draws a journey and publishes it. Answers its id. */
export async function publish(stand: Stand, journey: Journey): Promise<string> {
  const { id } = created.parse(await call(stand, 'POST', '/v1/journeys', journey))
  await call(stand, 'POST', `/v1/journeys/${id}/publish`, {})
  return id
}

type Message = Record<string, unknown>

/** Sends Segment messages as batches, as a backend would. Resolves when they are durable. */
export async function send(stand: Pick<Stand, 'urls' | 'writeKey'>, messages: readonly Message[]): Promise<void> {
  for (let from = 0; from < messages.length; from += atOnce)
    await sendTo(stand, '/v1/batch', { batch: messages.slice(from, from + atOnce) })
}

/** Sends one event of a customer. Resolves when it is durable. */
export const track = (stand: Pick<Stand, 'urls' | 'writeKey'>, userId: string, event: string): Promise<void> =>
  sendTo(stand, '/v1/track', { userId, event })

async function sendTo(
  { urls, writeKey }: Pick<Stand, 'urls' | 'writeKey'>,
  path: string,
  body: Message,
): Promise<void> {
  const response = await fetch(`${urls[0]}${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${text.slice(0, 500)}`)
}

const atOnce = 1_000
/** Let in by one request: the workflows of one batch start while the next is committed. */
const entrants = 400

/** Makes customers known, with the attributes that journeys here decide by and e-mail needs. */
export async function makeCustomers(stand: Stand, ids: readonly string[]): Promise<void> {
  await send(
    stand,
    ids.map((userId) => ({
      type: 'identify',
      userId,
      traits: { name: 'Ada', email: `${userId}@example.com`, level: 'gold' },
    })),
  )
}

const entered = z.object({ items: z.array(z.object({ entered: z.boolean(), enrollment: z.string().optional() })) })

/** Lets customers into a journey by the API. Answers their enrollments; throws where one did not enter. */
export async function enter(stand: Stand, journey: string, customers: readonly string[]): Promise<string[]> {
  const enrollments: string[] = []
  for (let from = 0; from < customers.length; from += entrants) {
    const some = customers.slice(from, from + entrants)
    const answer = await call(stand, 'POST', `/v1/journeys/${journey}/enrollments`, { customers: some })
    for (const { enrollment } of entered.parse(answer).items) {
      if (enrollment === undefined) throw new Error('a customer did not enter')
      enrollments.push(enrollment)
    }
  }
  return enrollments
}

/** Resolves when Temporal has taken everything that was promised to it. */
export async function rung({ pool }: Pick<Stand, 'pool'>): Promise<void> {
  await until(
    () => pool.query('SELECT FROM poke LIMIT 1'),
    ({ rowCount }) => rowCount === 0,
    { everyMs: 20, patienceMs: 900_000 },
  )
}
