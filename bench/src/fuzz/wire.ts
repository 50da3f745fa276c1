import { connect } from 'node:net'

interface Answer {
  kind: 'answer'
  status: number
  headers: Map<string, string>
  body: Buffer
}

/** No answer. `closed`: the connection ended; `hang`: it stayed open and silent. */
interface Silence {
  kind: 'closed' | 'hang'
  got: Buffer
}

/** What came back on a connection, and after how long. */
export type Reply = (Answer | Silence) & { tookMs: number }

export interface SendOptions {
  /** Of the request: an answer to HEAD has no body. */
  method: string
  /** Sends the end of the stream behind the bytes, as a client does that dies amid its request. */
  cut: boolean
  patienceMs: number
}

/** Sends bytes over a connection of their own and reads the first final answer. An event stream counts as answered at its first event. */
export function send(port: number, bytes: readonly Buffer[], { method, cut, patienceMs }: SendOptions): Promise<Reply> {
  return new Promise((resolve) => {
    const beganMs = performance.now()
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let got = Buffer.alloc(0)
    const settle = (came: Answer | Silence) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ ...came, tookMs: performance.now() - beganMs })
    }
    const timer = setTimeout(() => settle({ kind: 'hang', got }), patienceMs)
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
      const answer = readAnswer(got, method, false)
      if (answer) settle(answer)
    })
    // A server that has answered may reset what was still being sent: what it said counts.
    socket.on('close', () => settle(readAnswer(got, method, true) ?? { kind: 'closed', got }))
    socket.on('error', () => {})
    for (const part of bytes) socket.write(part)
    if (cut) socket.end()
  })
}

/** The first final answer in these bytes, or undefined while it is not whole. */
function readAnswer(bytes: Buffer, method: string, isEnd: boolean): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? Number.NaN)
  const rest = bytes.subarray(end + 4)
  if (status >= 100 && status < 200) return readAnswer(rest, method, isEnd)
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const body = bodyOf(rest, headers, status, method, isEnd)
  return body && { kind: 'answer', status, headers, body }
}

function bodyOf(
  rest: Buffer,
  headers: Map<string, string>,
  status: number,
  method: string,
  isEnd: boolean,
): Buffer | undefined {
  if (method === 'HEAD' || status === 204 || status === 304) return Buffer.alloc(0)
  if (headers.get('content-type')?.startsWith('text/event-stream') && rest.includes('data:')) return rest
  const length = headers.get('content-length')
  if (length !== undefined) return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined
  if (headers.get('transfer-encoding') === 'chunked') return unchunked(rest)
  return isEnd ? rest : undefined
}

function unchunked(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const end = bytes.indexOf('\r\n', at)
    if (end < 0) return undefined
    const size = Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16)
    if (size === 0) return Buffer.concat(parts)
    if (bytes.length < end + 2 + size + 2) return undefined
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}
