import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { lastWords } from './log.ts'
import { CannotStart, commandLine, endProcess, freePort, isAlive, type Running } from './processes.ts'
import { findTemporal } from './temporal-program.ts'

const run = promisify(execFile)

/** A Temporal dev server that runs in a process group of its own. */
export interface TemporalServer extends Running {
  /** `host:port` of the frontend. */
  address: string
  namespace: string
  /** Absent where the server keeps nothing. */
  uiUrl: string | undefined
}

export interface TemporalOptions {
  /** Holds the database, the log and what is remembered. */
  folder: string
  /** Keeps data on disk and shows the UI; else all is in memory. */
  keep: boolean
  namespace?: string
  /** Hears what takes long, as a sentence. */
  report?: (progress: string) => void
}

/** How it was reached last, so that a restart keeps its address. */
const remembered = z.object({ pid: z.int().optional(), port: z.int(), uiPort: z.int() })

const subcommand = ['server', 'start-dev']

/** Starts a Temporal dev server and waits until its namespace answers. One that a killed Wend left is stopped first. */
export async function startTemporal({
  folder,
  keep,
  namespace = 'wend',
  report,
}: TemporalOptions): Promise<TemporalServer> {
  const program = await findTemporal(folder, report)
  await stopTemporalOrphan(folder)

  const before = await recall(folder)
  const port = await freePort(before?.port)
  const uiPort = await freePort(before?.uiPort)
  const database = ['--db-filename', join(folder, 'temporal.db')]
  // Without them the dev server is half as fast, and a crash may lose what it acknowledged.
  const pragmas = ['journal_mode=WAL', 'synchronous=FULL'].flatMap((pragma) => ['--sqlite-pragma', pragma])
  // Hundreds of timers at once stand before every signal, in a database that one writes at a time: few are let at it together.
  const fewTimers = ['--dynamic-config-value', 'history.timerProcessorSchedulerWorkerCount=8']
  // Servers of tests suggest early that a long history begins anew, so that a test can see it happen.
  const soonAnew = ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=100']
  const stay = keep ? [...database, ...pragmas, ...fewTimers, '--ui-port', String(uiPort)] : ['--headless', ...soonAnew]
  const where = ['--ip', '127.0.0.1', '--port', String(port), '--namespace', namespace, '--log-level', 'error']

  const logFile = join(folder, 'temporal.log')
  const log = await open(logFile, 'w', 0o600)
  const child = spawn(program, [...subcommand, ...where, ...stay], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: withoutTemporal(),
  })
  await log.close()
  // The wait below tells why it did not start; an unheard error event would end us.
  child.on('error', () => {})
  await writeFile(memoryOf(folder), JSON.stringify({ pid: child.pid, port, uiPort }), { mode: 0o600 })

  const address = `127.0.0.1:${port}`
  const stop = async (withinMs: number) => {
    if (child.pid) await endProcess(child.pid, 'SIGTERM', withinMs)
  }
  try {
    await answers(child, program, address, namespace, logFile)
  } catch (error) {
    await stop(2_000)
    throw error
  }
  return { address, namespace, uiUrl: keep ? `http://127.0.0.1:${uiPort}` : undefined, process: child, stop }
}

/** Stops the server that a killed Wend started for this folder, known by its command line. */
export async function stopTemporalOrphan(folder: string): Promise<void> {
  const before = await recall(folder)
  if (!before?.pid || !isAlive(before.pid)) return
  const line = await commandLine(before.pid)
  if (line.includes(subcommand.join(' ')) && line.includes(`--port ${before.port} `)) {
    await endProcess(before.pid, 'SIGTERM', 5_000)
  }
  await writeFile(memoryOf(folder), JSON.stringify({ port: before.port, uiPort: before.uiPort }), { mode: 0o600 })
}

async function answers(
  child: ChildProcess,
  program: string,
  address: string,
  namespace: string,
  logFile: string,
): Promise<void> {
  const question = ['operator', 'namespace', 'describe', '--namespace', namespace, '--address', address]
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) break
    const asked = run(program, question, { timeout: 5_000, env: withoutTemporal() })
    const [answer] = await Promise.allSettled([asked])
    if (answer.status === 'fulfilled') return
  }
  throw new CannotStart(`Temporal did not start: ${await lastWords(logFile)} (see ${logFile}).`)
}

const memoryOf = (folder: string): string => join(folder, 'temporal.json')

async function recall(folder: string): Promise<z.infer<typeof remembered> | undefined> {
  try {
    return remembered.parse(JSON.parse(await readFile(memoryOf(folder), 'utf8')))
  } catch {
    return undefined
  }
}

/** The environment without settings for another server, which the program would obey. */
function withoutTemporal(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))
}
