import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What a request was answered. */
export interface Reply {
  status: number
  /** Seconds; as the header says. */
  retryAfter: number | undefined
}

/** A request as it goes over the wire, made before the clock starts. */
export function request(url: string, path: string, writeKey: string, body: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(body))
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    `Authorization: Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
    'Content-Type: application/json',
    `Content-Length: ${json.length}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), json])
}

const headEnd = '\r\n\r\n'

/**
 * One kept connection that sends one request after the other and reads no more of the answer than it must: as cheap as a
 * client can be, for it runs on the processors that it measures.
 */
export class Connection {
  readonly #socket: Socket
  #seen = ''
  #waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#read(text))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the connection was closed')))
  }

  static async open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    await once(socket, 'connect')
    return new Connection(socket)
  }

  send(bytes: Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(bytes)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(text: string): void {
    this.#seen += text
    const end = this.#seen.indexOf(headEnd)
    if (end < 0) return
    const head = this.#seen.slice(0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#seen.length < end + headEnd.length + length) return
    this.#seen = ''
    const after = /retry-after: (\d+)/i.exec(head)?.[1]
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({ status: Number(head.slice(9, 12)), retryAfter: after === undefined ? undefined : Number(after) })
  }

  #fail(error: Error): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.reject(error)
  }
}
