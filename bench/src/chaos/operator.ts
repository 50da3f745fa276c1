import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Counted, JourneyFile } from './checker/log.ts'

export interface Api {
  url: string
  apiKey: string
}

const counted: z.ZodType<Counted> = z.object({
  entered: z.number(),
  active: z.number(),
  ended: z.record(z.string(), z.number()),
  nodes: z.record(
    z.string(),
    z.object({
      passed: z.number(),
      failed: z.number(),
      blocked: z.number(),
      here: z.number(),
      outlets: z.record(z.string(), z.number()),
    }),
  ),
})

/** The file that is sent: with all that the checker need not know. */
export const drawn = ({ name, nodes, edges, settings }: JourneyFile) => ({
  name,
  edges,
  settings,
  nodes: nodes.map(({ id, type, config }, nth) => ({
    id,
    type,
    version: 1,
    position: { x: 0, y: nth * 120 },
    config: {
      ...config,
      ...(type === 'send-webhook' && { method: 'POST', headers: { 'content-type': 'text/plain' } }),
      ...(config.branches &&
        type !== 'wait-for-event' && { branches: config.branches.map((each) => ({ name: each.id, ...each })) }),
    },
  })),
})

/** Draws and publishes a journey, as an operator's script does. Answers its id. */
export async function publish(api: Api, file: JourneyFile): Promise<string> {
  const { id } = z.object({ id: z.string() }).parse(await ask(api, 'POST', '/v1/journeys', drawn(file)))
  await ask(api, 'POST', `/v1/journeys/${id}/publish`, {})
  return id
}

/** Stops a journey, asking again until it is stopped. */
export async function stopJourney(api: Api, id: string): Promise<void> {
  for (;;) {
    try {
      await ask(api, 'POST', `/v1/journeys/${id}/stop`)
      return
    } catch (error) {
      // Stopped by a request whose answer was lost.
      if (error instanceof Refused && error.status === 409) return
      if (error instanceof Refused && error.status < 500) throw error
      await sleep(300)
    }
  }
}

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

export const readCounts = async (api: Api, id: string): Promise<Counted> =>
  counted.parse(await ask(api, 'GET', `/v1/journeys/${id}/counts`))

async function ask({ url, apiKey }: Api, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  })
  const text = await response.text()
  if (!response.ok) throw new Refused(response.status, `${method} ${path} answers ${response.status}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
