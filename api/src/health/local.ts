import type { IncomingHttpHeaders } from 'node:http'

interface From {
  socket: { remoteAddress?: string | undefined }
  headers: IncomingHttpHeaders
}

/** Whether a request comes from this machine itself, and not through a proxy that runs on it. */
export function isLocal({ socket, headers }: From): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false
  return /^(::1|(::ffff:)?127\.)/.test(socket.remoteAddress ?? '')
}
