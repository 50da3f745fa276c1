import { once } from 'node:events'
import { type AddressInfo, createServer, connect as toward } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProxy, type TcpProxy } from './proxy.ts'

const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket))
let proxy: TcpProxy
beforeAll(async () => {
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address: AddressInfo | string | null = echo.address()
  proxy = await startProxy(typeof address === 'object' && address ? address.port : 0)
})
afterAll(async () => {
  await proxy.close()
  echo.close()
})

async function said(text: string, withinMs: number): Promise<string> {
  const socket = toward(proxy.port, '127.0.0.1')
  const heard = once(socket, 'data').then(
    ([data]) => String(data),
    (error: NodeJS.ErrnoException) => error.code ?? 'broken',
  )
  socket.write(text)
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('nothing'), withinMs))
  return Promise.race([heard, late]).finally(() => socket.destroy())
}

test('hands on what comes, at once or late', async () => {
  expect(await said('hello', 10_000)).toBe('hello')
  proxy.pass({ kind: 'late', byMs: 60 })
  const startMs = Date.now()
  expect(await said('hello', 10_000)).toBe('hello')
  expect(Date.now() - startMs).toBeGreaterThan(100)
  proxy.pass({ kind: 'open' })
})

test('holds what comes until it is opened again', async () => {
  proxy.pass({ kind: 'stalled' })
  expect(await said('hello', 100)).toBe('nothing')
  const waiting = said('hello', 10_000)
  setTimeout(() => proxy.pass({ kind: 'open' }), 50)
  expect(await waiting).toBe('hello')
})

test('cuts what is connected', async () => {
  proxy.pass({ kind: 'stalled' })
  const cut = said('hello', 10_000)
  setTimeout(() => proxy.cut(), 50)
  expect(await cut).toBe('ECONNRESET')
  proxy.pass({ kind: 'open' })
})
