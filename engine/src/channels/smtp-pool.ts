import { Readable } from 'node:stream'
import SMTPConnection, { type SMTPEnvelope } from 'nodemailer/lib/smtp-connection'
import type { Attempt } from './channel.ts'
import { Slots } from './slots.ts'

/** Where mail is handed in. */
export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte; else STARTTLS where it is offered. */
  secure: boolean
  requireTls: boolean
  /** A certificate that nobody known has signed is taken. */
  anyCertificate: boolean
}

export interface Credentials {
  user: string
  pass: string
}

/** `unsent`: the server has not begun to read the message. */
type Handover = Attempt | { came: 'unsent'; reason: string; slow: boolean }

const mostConnections = 10
const restForMs = 20_000
const mostMessages = 100

interface Line {
  connection: SMTPConnection
  user: string
  sent: number
  rest?: NodeJS.Timeout
}

/**
 * Connections to one SMTP server, kept open between messages. Unlike a mailer's own pool it knows at each moment whether
 * the server may have the message, and nothing is sent after its attempt was given up.
 */
export class SmtpPool {
  readonly #server: SmtpServer
  readonly #slots = new Slots(mostConnections)
  readonly #resting = new Set<Line>()
  #closed = false

  constructor(server: SmtpServer) {
    this.#server = server
  }

  async send(
    envelope: SMTPEnvelope,
    raw: Buffer,
    credentials: Credentials | undefined,
    limitMs: number,
  ): Promise<Attempt> {
    const untilMs = Date.now() + limitMs
    if (!(await this.#slots.take(limitMs))) return { came: 'later', reason: 'busy', slow: true }
    try {
      for (;;) {
        const resting = this.#wake(credentials?.user ?? '')
        const line = resting ?? (await this.#open(credentials, untilMs - Date.now()))
        const came = 'came' in line ? line : await this.#handOver(line, envelope, raw, untilMs - Date.now())
        if (came.came !== 'unsent') return came
        // A connection that had rested may have been closed by the server: that says nothing about this message.
        if (!resting || Date.now() >= untilMs) return { came: 'later', reason: came.reason, slow: came.slow }
      }
    } finally {
      this.#slots.give()
    }
  }

  close(): void {
    this.#closed = true
    for (const line of this.#resting) this.#end(line)
  }

  #wake(user: string): Line | undefined {
    for (const line of this.#resting) {
      if (line.user !== user) continue
      this.#resting.delete(line)
      clearTimeout(line.rest)
      return line
    }
    return undefined
  }

  #rest(line: Line): void {
    if (this.#closed || line.connection.destroyed || line.sent >= mostMessages) {
      line.connection.quit()
      return
    }
    for (const oldest of this.#resting) {
      if (this.#resting.size < mostConnections) break
      this.#end(oldest)
    }
    this.#resting.add(line)
    line.rest = setTimeout(() => this.#end(line), restForMs).unref()
  }

  #end(line: Line): void {
    clearTimeout(line.rest)
    this.#resting.delete(line)
    line.connection.quit()
  }

  #open(credentials: Credentials | undefined, limitMs: number): Promise<Line | Extract<Handover, { came: 'unsent' }>> {
    const { host, port, secure, requireTls, anyCertificate } = this.#server
    const connection = new SMTPConnection({
      host,
      port,
      secure,
      requireTLS: requireTls,
      tls: { rejectUnauthorized: !anyCertificate },
      name: 'wend',
    })
    return new Promise((resolve) => {
      const line: Line = { connection, user: credentials?.user ?? '', sent: 0 }
      const fail = (reason: string, slow = false): void => {
        clearTimeout(timer)
        connection.close()
        resolve({ came: 'unsent', reason, slow })
      }
      const timer = setTimeout(() => fail('time-out', true), Math.max(limitMs, 0))
      const ready = (): void => {
        clearTimeout(timer)
        resolve(line)
      }
      // Without a listener an error of a resting connection would end the process.
      connection.on('error', (error) => fail(connectFailure(error)))
      connection.on('end', () => this.#resting.delete(line))
      connection.connect((error) => {
        if (error) return fail(connectFailure(error))
        if (!credentials) return ready()
        connection.login({ user: credentials.user, pass: credentials.pass }, (refused) =>
          refused ? fail('smtp-auth') : ready(),
        )
      })
    })
  }

  #handOver(line: Line, envelope: SMTPEnvelope, raw: Buffer, limitMs: number): Promise<Handover> {
    return new Promise((resolve) => {
      // Read first when the server has said that it takes the message: from then on it may have it.
      let begun = false
      const message = new Readable({
        read() {
          begun = true
          this.push(raw)
          this.push(null)
        },
      })
      const lost = (reason: string, slow = false): void => {
        clearTimeout(timer)
        line.connection.close()
        resolve(begun ? { came: 'in-doubt', reason } : { came: 'unsent', reason, slow })
      }
      const timer = setTimeout(() => lost('time-out', true), Math.max(limitMs, 0))
      const refuse = (reason: string): void => {
        clearTimeout(timer)
        line.connection.quit()
        resolve({ came: 'failed', reason })
      }
      line.connection.send(envelope, message, (error) => {
        if (!error) {
          clearTimeout(timer)
          line.sent++
          this.#rest(line)
          return resolve({ came: 'delivered' })
        }
        const code = error.responseCode
        const { code: kind } = error
        if (kind === 'EENVELOPE' && code === undefined) return refuse('bad-address')
        if (kind === 'EMESSAGE' && code === undefined) return refuse('too-large')
        if (code === undefined || code < 400) return lost('connection-lost')
        if (code >= 500) return refuse(`smtp-${code}`)
        if (code === 421 && !begun) return lost('smtp-421')
        clearTimeout(timer)
        line.connection.quit()
        resolve({ came: 'later', reason: `smtp-${code}` })
      })
    })
  }
}

interface SmtpFailure extends Error {
  code?: string | undefined
  responseCode?: number | undefined
  originalCode?: string | undefined
}

/** Why no connection stood. None of it says anything about a message, so all of it is worth another attempt. */
function connectFailure({ code, originalCode, responseCode }: SmtpFailure): string {
  if (code === 'EDNS') return 'unknown-host'
  if (code === 'ETLS') return 'certificate'
  if (originalCode === 'ECONNREFUSED') return 'refused'
  return responseCode ? `smtp-${responseCode}` : 'network'
}
