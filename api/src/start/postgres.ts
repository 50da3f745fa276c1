import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { lastWords } from './log.ts'
import { findHome, type PostgresHome } from './postgres-home.ts'
import { CannotStart, commandLine, endProcess, freePort, gone, isAlive, type Running, signal } from './processes.ts'

const run = promisify(execFile)

/** A Postgres that runs in a process group of its own. */
export interface PostgresServer extends Running {
  url: string
}

/** How it was reached last, so that a restart keeps its address. */
const remembered = z.object({ port: z.int(), password: z.string() })

/**
 * Starts the embedded Postgres whose data is in `folder`/postgres, made where missing, and waits until it answers.
 * A server that a killed Wend left there is stopped first. `settings` are Postgres's own: `{ fsync: 'off' }`.
 */
export async function startPostgres(folder: string, settings: Record<string, string> = {}): Promise<PostgresServer> {
  const home = await findHome(join(folder, 'postgres'))
  const data = join(home.room, 'data')
  await stopPostgresOrphan(folder)

  const memory = join(folder, 'postgres.json')
  const before = await readFile(memory, 'utf8').then(
    (text) => remembered.parse(JSON.parse(text)),
    () => undefined,
  )
  const password = before?.password ?? randomBytes(18).toString('base64url')
  const port = await freePort(before?.port)
  await writeFile(memory, JSON.stringify({ port, password }), { mode: 0o600 })

  if (!(await stat(join(data, 'PG_VERSION')).catch(() => undefined))) await initialise(home, data, password)
  return launch(home, data, { port, password }, settings, join(folder, 'postgres.log'))
}

/** Makes the data folder aside and renames it, so that one killed midway is made again. Its initdb may still run. */
async function initialise({ programs, account }: PostgresHome, data: string, password: string): Promise<void> {
  const half = `${data}.${randomBytes(4).toString('hex')}`
  const secret = `${half}.password`
  await writeFile(secret, password, { mode: 0o600 })
  if (account) await chown(secret, account.uid, account.gid)
  const flags = [
    '--username=wend',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--encoding=UTF8',
    '--no-instructions',
  ]
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  try {
    await run(join(programs, 'bin', 'initdb'), [`--pgdata=${half}`, ...flags, ...locale], {
      ...account,
      cwd: dirname(data),
    })
  } catch (error) {
    throw new CannotStart(`Postgres could not make its data folder ${data}: ${reasonIn(error)}`)
  } finally {
    await rm(secret, { force: true })
  }
  await rename(half, data)
}

async function launch(
  { programs, account }: PostgresHome,
  data: string,
  { port, password }: z.infer<typeof remembered>,
  settings: Record<string, string>,
  logFile: string,
): Promise<PostgresServer> {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = await open(logFile, 'w', 0o600)
  const child = spawn(join(programs, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...account,
    cwd: data,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  })
  await log.close()
  // `exitCode` and the wait below tell why; an unheard error event would end us.
  child.on('error', () => {})

  const address = `postgres://wend:${password}@127.0.0.1:${port}`
  try {
    await answers(child, `${address}/postgres`, logFile)
    await ensureDatabase(`${address}/postgres`)
  } catch (error) {
    if (child.pid) await endProcess(child.pid, 'SIGQUIT', 5_000)
    throw error
  }
  return { url: `${address}/wend`, process: child, stop: (withinMs) => stop(child.pid, withinMs) }
}

async function answers(child: ChildProcess, url: string, logFile: string): Promise<void> {
  // Recovery after a crash may take a while; nothing else does.
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(30)) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) break
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return
    } catch {
      // Not yet.
    } finally {
      await client.end().catch(() => {})
    }
  }
  throw new CannotStart(`Postgres did not start: ${await lastWords(logFile)} (see ${logFile}).`)
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found = await client.query(`SELECT FROM pg_database WHERE datname = 'wend'`)
    if (found.rowCount === 0) await client.query('CREATE DATABASE wend')
  } finally {
    await client.end()
  }
}

/** SIGINT rolls back what is open and writes a checkpoint; SIGQUIT leaves recovery to the next start. */
async function stop(pid: number | undefined, withinMs: number): Promise<void> {
  if (pid === undefined || !signal(pid, 'SIGINT') || (await gone(pid, withinMs))) return
  await endProcess(pid, 'SIGQUIT', 1_000)
}

/** Stops the server that a killed Wend left on this folder's data, known by its command line. */
export async function stopPostgresOrphan(folder: string): Promise<void> {
  // Where Postgres lives elsewhere, this is a link.
  const room = await realpath(join(folder, 'postgres')).catch(() => undefined)
  if (!room) return
  const data = join(room, 'data')
  const file = join(data, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid) return
  if (isAlive(pid) && (await commandLine(pid)).includes(`-D ${data} `)) await stop(pid, 10_000)
  // Another process may have the number since; Postgres would take it for its own kind and refuse to start.
  await rm(file, { force: true })
}

const reasonIn = (error: unknown): string => {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return (
    text
      .trim()
      .split('\n')
      .find((line) => line.includes('error')) ?? text.trim().slice(0, 300)
  )
}
