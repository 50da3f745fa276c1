import type { Journey } from '@wend/engine/journey/journey'
import { z } from 'zod'
import type { Stand } from './stand.ts'

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

/** Sends Segment messages as one batch, as a backend would. Resolves when they are durable. */
export async function send(
  stand: Pick<Stand, 'urls' | 'writeKey'>,
  messages: readonly Record<string, unknown>[],
): Promise<void> {
  const response = await fetch(`${stand.urls[0]}/v1/batch`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${stand.writeKey}:`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ batch: messages }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`a batch was answered ${response.status}: ${text.slice(0, 500)}`)
}

const atOnce = 1_000

/** Makes customers known, with the attributes that journeys here decide by and e-mail needs. */
export async function makeCustomers(stand: Stand, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce)
    await send(
      stand,
      ids.slice(from, from + atOnce).map((userId) => ({
        type: 'identify',
        userId,
        traits: { name: 'Ada', email: `${userId}@example.com`, level: 'gold' },
      })),
    )
}

const entered = z.object({ items: z.array(z.object({ entered: z.boolean(), enrollment: z.string().optional() })) })

/** Lets customers into a journey by the API. Answers their enrollments; throws where one did not enter. */
export async function enter(stand: Stand, journey: string, customers: readonly string[]): Promise<string[]> {
  const { items } = entered.parse(await call(stand, 'POST', `/v1/journeys/${journey}/enrollments`, { customers }))
  return items.map(({ enrollment }) => {
    if (enrollment === undefined) throw new Error('a customer did not enter')
    return enrollment
  })
}
