import { type ChildProcess, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { lastWords } from './log.ts'
import { CannotStart, endProcess, type Running } from './processes.ts'
import { root } from './settings.ts'

/** Api or worker. */
export interface Part {
  name: string
  /** The TypeScript file to run. */
  file: string
  args?: string[]
  env: Record<string, string>
  logFile: string
  readyWithinMs: number
  /** Hears the process id at once, before the part is ready. */
  started?: (pid: number) => Promise<void>
}

/**
 * Starts a part as a process of its own group, so that Ctrl-C reaches us alone, and waits until it says `ready` to its
 * parent. It ends, drained, once its standard input closes: also when we are killed.
 */
export async function startPart({
  name,
  file,
  args = [],
  env,
  logFile,
  readyWithinMs,
  started,
}: Part): Promise<Running> {
  const log = await open(logFile, 'a', 0o600)
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const child = spawn(process.execPath, ['--import', tsx, file, ...args], {
    cwd: root,
    detached: true,
    stdio: ['pipe', log.fd, log.fd, 'ipc'],
    env: { ...process.env, ...env, TZ: 'UTC' },
  })
  await log.close()
  child.on('error', () => {})
  child.stdin?.on('error', () => {})

  const stop = async (withinMs: number) => {
    child.stdin?.end()
    if (child.pid && !hasEnded(child)) await endProcess(child.pid, 'SIGTERM', withinMs)
  }
  const ready = saysReady(child, readyWithinMs)
  if (child.pid) await started?.(child.pid)
  if (!(await ready)) {
    await stop(1_000)
    throw new CannotStart(`The ${name} did not start: ${await lastWords(logFile)} (see ${logFile}).`)
  }
  return { process: child, stop }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

function saysReady(child: ChildProcess, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), withinMs)
    const settle = (ready: boolean) => {
      clearTimeout(timer)
      resolve(ready)
    }
    child.on('message', (message) => message === 'ready' && settle(true))
    child.once('exit', () => settle(false))
    child.once('error', () => settle(false))
  })
}
