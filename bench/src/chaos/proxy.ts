import { once } from 'node:events'
import { createServer, type Socket, connect as toward } from 'node:net'

/** What a proxy does to what passes: nothing, holds it, or hands it on late. */
export type Passing = { kind: 'open' } | { kind: 'stalled' } | { kind: 'late'; byMs: number }

/** A TCP proxy of 127.0.0.1 that can stall, delay and cut what passes. */
export interface TcpProxy {
  port: number
  pass(how: Passing): void
  /** Ends every connection at once, as a network does: by a reset. */
  cut(): void
  close(): Promise<void>
}

/** Starts a proxy before a port of 127.0.0.1. */
export async function startProxy(target: number): Promise<TcpProxy> {
  let passing: Passing = { kind: 'open' }
  const held = new Set<() => void>()
  const sockets = new Set<Socket>()

  const link = (from: Socket, to: Socket): void => {
    // In order: what came late is handed on before what came after it.
    let last = Promise.resolve()
    from.on('data', (chunk) => {
      from.pause()
      const how = passing
      last = last
        .then(() => passable(how))
        .then(() => {
          if (to.destroyed) return
          if (to.write(chunk)) from.resume()
          else to.once('drain', () => from.resume())
        })
    })
    from.on('end', () => void last.then(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
  const passable = async (how: Passing): Promise<void> => {
    if (how.kind === 'late') await new Promise((resolve) => setTimeout(resolve, how.byMs))
    if (how.kind === 'stalled' && passing.kind === 'stalled') await new Promise<void>((resolve) => held.add(resolve))
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = toward({ port: target, host: '127.0.0.1', allowHalfOpen: true })
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    link(near, far)
    link(far, near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  const proxy: TcpProxy = {
    port: typeof address === 'object' && address ? address.port : 0,
    pass(how) {
      passing = how
      if (how.kind === 'stalled') return
      for (const release of held) release()
      held.clear()
    },
    cut() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    async close() {
      proxy.pass({ kind: 'open' })
      proxy.cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
