import { once } from 'node:events'
import { createServer, type Socket, connect as toward } from 'node:net'

/** A plain proxy: hands each connection to the next of these ports of 127.0.0.1. */
export async function startRoundRobin(ports: readonly number[]): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  let nth = 0
  const server = createServer((near) => {
    const far = toward({ port: ports[nth++ % ports.length] ?? 0, host: '127.0.0.1' })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.setNoDelay(true)
      one.on('error', () => other.destroy())
      one.on('close', () => sockets.delete(one))
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
