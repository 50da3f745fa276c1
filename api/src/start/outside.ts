import { createServer, connect as dial } from 'node:net'
import pg from 'pg'
import { CannotStart, codeOf } from './processes.ts'

/** Throws `CannotStart` where a Postgres of somebody else's cannot be used. */
export async function checkPostgres(url: string): Promise<void> {
  const client = makeClient(url)
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new CannotStart(
      `Postgres at ${hostIn(url)} cannot be used (${reason(error)}): check DATABASE_URL, or leave it out and Wend starts its own.`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

function makeClient(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  } catch {
    throw new CannotStart('DATABASE_URL must be an address such as postgres://user:password@host:5432/database.')
  }
}

/** Throws `CannotStart` where nobody listens at a Temporal's address. */
export async function checkTemporal(address: string): Promise<void> {
  const [, host, port] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(address) ?? []
  try {
    await new Promise<void>((resolve, reject) => {
      const socket = dial({ host: host ?? address, port: Number(port ?? 7233), timeout: 10_000 })
      socket.once('connect', resolve)
      socket.once('timeout', () => reject(new Error('no answer within 10 s')))
      socket.once('error', reject)
      socket.once('connect', () => socket.destroy())
    })
  } catch (error) {
    throw new CannotStart(
      `Temporal at ${address} cannot be reached (${reason(error)}): check TEMPORAL_ADDRESS, or leave it out and Wend starts its own.`,
    )
  }
}

/** Answers the port that api shall listen on: a free one for 0. Throws `CannotStart` where it is taken. */
export async function checkPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      const what =
        codeOf(error) === 'EACCES' ? 'may not be used by this account: ' : 'is taken: stop what listens there, or '
      reject(new CannotStart(`Port ${port} ${what}set PORT to another.`))
    })
    server.listen(port, () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : port))
    })
  })
}

/** The host of an address, without name and password. */
function hostIn(url: string): string {
  try {
    return new URL(url).host || 'its local socket'
  } catch {
    return 'DATABASE_URL'
  }
}

const reason = (error: unknown): string =>
  codeOf(error) && codeOf(error) !== '28P01' && !(error instanceof pg.DatabaseError)
    ? String(codeOf(error))
    : error instanceof Error && error.message
      ? error.message
      : String(error)
