import type { Server } from 'node:http'
import { problemBody } from './problems.ts'
import type { ProblemCode } from './texts.ts'

const codes = new Map<string, ProblemCode>([
  ['HPE_HEADER_OVERFLOW', 'headers-too-large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'too-slow'],
])

/** Answers what Node.js cannot read as a request, and so never reaches a route, by a problem document. */
export function answerBrokenRequests(server: Server): void {
  server.on('checkExpectation', (_request, response) => {
    const { status, text, headers } = answerOf('unknown-expectation')
    response.writeHead(status, headers).end(text)
  })
  server.on('clientError', (error, socket) => {
    const reset = 'code' in error && error.code === 'ECONNRESET'
    if (reset || !socket.writable) return void socket.destroy(error)
    const code = ('code' in error && typeof error.code === 'string' && codes.get(error.code)) || 'unreadable-request'
    const { status, text, headers } = answerOf(code)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    socket.end([`HTTP/1.1 ${status} `, ...lines, '', text].join('\r\n'))
  })
}

/** No route was found, and so no language either. The connection ends: what follows on it may belong to what was not read. */
function answerOf(code: ProblemCode) {
  const body = problemBody(code, [], 'en')
  const text = JSON.stringify(body)
  const headers = {
    Connection: 'close',
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Language': 'en',
    'Cache-Control': 'no-store',
    'Content-Length': String(Buffer.byteLength(text)),
  }
  return { status: body.status, text, headers }
}
