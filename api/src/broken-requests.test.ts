import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { basic, type TestServer, testServer } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const problem = z.object({ status: z.number(), code: z.string(), issues: z.array(z.never()) })

/** Writes bytes as they are and reads until an answer is complete; the request is never ended. */
async function answerTo(text: string) {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(text, 'latin1')
  let answer = ''
  while (!answer.includes('"issues":[]}')) {
    const [chunk] = await once(socket, 'data')
    answer += String(chunk)
  }
  socket.destroy()
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { head, ...problem.parse(JSON.parse(body)) }
}

test.each([
  ['no HTTP at all', '\x16\x03\x01\r\n\r\n', 400, 'unreadable-request'],
  [
    'a length below zero',
    'POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
    400,
    'unreadable-request',
  ],
  [
    'an address of 20 kB',
    `GET /v1/customers/${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    431,
    'headers-too-large',
  ],
  [
    'an expectation that nobody knows',
    'POST /v1/track HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\nContent-Length: 2\r\n\r\n',
    417,
    'unknown-expectation',
  ],
])('%s is answered by a problem document', async (_name, text, status, code) => {
  const answered = await answerTo(text)
  expect(answered).toMatchObject({ status, code })
  expect(answered.head).toContain(`HTTP/1.1 ${status}`)
  expect(answered.head).toContain('application/problem+json')
})

test('a body that is told to be too large, or grows too large, is refused before it has come', async () => {
  const head = `POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(server.writeKey)}\r\n`
  expect(await answerTo(`${head}Content-Length: 99999999999\r\n\r\n{}`)).toMatchObject({ status: 413 })

  const chunk = `7d000\r\n${' '.repeat(0x7d000)}\r\n`
  expect(await answerTo(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk}`)).toMatchObject({ status: 413 })
})
