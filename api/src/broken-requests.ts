import type { Server } from 'node:http'
import { problemBody } from './problems.ts'
import type { ProblemCode } from './texts.ts'

const codes = new Map<string, ProblemCode>([
  ['HPE_HEADER_OVERFLOW', 'headers-too-large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'too-slow'],
])

/** Answers what Node.js cannot read as a request, and so never reaches a route, by a problem document. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error, socket) => {
    const reset = 'code' in error && error.code === 'ECONNRESET'
    if (reset || !socket.writable) return void socket.destroy(error)
    const code = ('code' in error && typeof error.code === 'string' && codes.get(error.code)) || 'unreadable-request'
    const body = problemBody(code, [], 'en')
    const text = JSON.stringify(body)
    socket.end(
      [
        `HTTP/1.1 ${body.status} `,
        'Connection: close',
        'Content-Type: application/problem+json; charset=utf-8',
        'Content-Language: en',
        'Cache-Control: no-store',
        `Content-Length: ${Buffer.byteLength(text)}`,
        '',
        text,
      ].join('\r\n'),
    )
  })
}
