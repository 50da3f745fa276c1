import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** One request as it arrived. */
export interface Received {
  atMs: number
  key: string
  path: string
  body: string
}

export type Answer = (request: Received, response: ServerResponse, incoming: IncomingMessage) => void

/** A real HTTP server that keeps every request, and answers 200 unless told otherwise. */
export async function startSink(answer: Answer = (_request, response) => response.end('{}')) {
  const received: Received[] = []
  const behaviour = { answer }
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = {
        atMs: Date.now(),
        key: String(incoming.headers['idempotency-key'] ?? ''),
        path: incoming.url ?? '',
        body: Buffer.concat(chunks).toString(),
      }
      received.push(request)
      behaviour.answer(request, response, incoming)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    received,
    behaviour,
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
