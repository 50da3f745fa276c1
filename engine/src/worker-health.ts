import { createServer, type Server } from 'node:http'
import { registry } from './metrics.ts'

/** Whether a worker takes work, and what stands against it. */
export interface WorkerReadiness {
  ready: boolean
  postgres: boolean
  /** Whether it asks Temporal for work. */
  polling: boolean
  /** `type@version` of nodes in use that it has no code for. */
  unknownNodes: string[]
}

/**
 * Serves `/healthz`, `/readyz` and `/metrics` of a worker, for who watches it from inside its network: nothing here asks for
 * a key, and nothing tells of customers. Resolves when it listens; throws where it cannot.
 */
export async function serveWorkerHealth(port: number, readiness: () => Promise<WorkerReadiness>): Promise<Server> {
  const answers: Record<string, () => Promise<[status: number, type: string, body: string]>> = {
    '/healthz': async () => [200, 'application/json', '{"alive":true}'],
    '/readyz': async () => {
      const told = await readiness()
      return [told.ready ? 200 : 503, 'application/json', JSON.stringify(told)]
    },
    '/metrics': async () => [200, registry.contentType, await registry.metrics()],
  }
  const server = createServer(async (request, response) => {
    const answer = request.method === 'GET' ? answers[request.url ?? ''] : undefined
    if (!answer) return void response.writeHead(404).end()
    try {
      const [status, type, body] = await answer()
      response.writeHead(status, { 'Content-Type': type }).end(body)
    } catch {
      response.writeHead(500).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, resolve)
  })
  return server.unref()
}
