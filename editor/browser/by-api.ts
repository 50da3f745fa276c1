import type { Journey } from '@wend/engine/journey/journey'
import { z } from 'zod'
import type { Access } from '../../api/src/start/access.ts'

const made = z.object({ id: z.string() })

/** Asks a route as a script would, by API key; throws what was refused. */
export async function ask(wend: Access, method: string, path: string, body?: unknown, etag?: string) {
  const answer = await fetch(wend.url + path, {
    method,
    headers: {
      Authorization: `Bearer ${wend.apiKey}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(etag === undefined ? {} : { 'If-Match': etag }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return { etag: answer.headers.get('ETag') ?? '', json: text === '' ? undefined : JSON.parse(text) }
}

/** Keeps a journey file as a new draft and answers its id. */
export const draw = async (wend: Access, file: Partial<Journey>): Promise<string> =>
  made.parse(
    (await ask(wend, 'POST', '/v1/journeys', { name: 'Drawn', nodes: [], edges: [], settings: {}, ...file })).json,
  ).id

export async function publish(wend: Access, id: string): Promise<void> {
  const { etag } = await ask(wend, 'GET', `/v1/journeys/${id}`)
  await ask(wend, 'POST', `/v1/journeys/${id}/publish`, { inFlight: 'finish' }, etag)
}

/** Customers who did something, each with attributes. */
export async function did(wend: Access, event: string, customers: Record<string, object>): Promise<void> {
  const batch = Object.entries(customers).flatMap(([userId, traits]) => [
    { type: 'identify', userId, traits },
    { type: 'track', userId, event },
  ])
  const answer = await fetch(`${wend.url}/v1/batch`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${wend.writeKey}:`).toString('base64')}` },
    body: JSON.stringify({ batch }),
  })
  if (!answer.ok) throw new Error(`the events were not taken: ${answer.status}`)
}

/** A step of a type, at a row of one column. */
const stepOf = (id: string, type: string, config: Journey['nodes'][number]['config'], row = 0) => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: row * 160 },
  config,
})

/** Steps one below the other, each led to by the first outlet of the one before. */
export const inARow = (
  ...steps: [id: string, type: string, config: Journey['nodes'][number]['config'], outlet?: string][]
) => ({
  nodes: steps.map(([id, type, config], row) => stepOf(id, type, config, row)),
  edges: steps.slice(1).map(([to], nth) => {
    const [from, , , outlet = 'next'] = steps[nth] ?? ['', '', {}]
    return { from, outlet, to }
  }),
})
