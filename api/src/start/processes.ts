import { type ChildProcess, execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A reason to end that whoever started us can act on: one sentence, shown without a stack. */
export class CannotStart extends Error {}

/** Whether a process of this id lives. One of another user counts; one that ended and was not waited for does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
  try {
    return !/\)\s+[ZX]\s/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    // Not Linux, or gone since.
    return process.platform !== 'linux'
  }
}

/** The command line of a process, arguments parted by blanks; '' where there is none. */
export async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim()
  } catch {
    return new Promise((resolve) => {
      execFile('ps', ['-ww', '-o', 'command=', '-p', String(pid)], (error, text) => resolve(error ? '' : text.trim()))
    })
  }
}

/** The id of a process's parent; undefined where there is none. */
export async function parentOf(pid: number): Promise<number | undefined> {
  try {
    // The name, in parentheses, may hold blanks.
    const [, rest = ''] = /\)\s+(.*)$/s.exec(await readFile(`/proc/${pid}/stat`, 'utf8')) ?? []
    return Number(rest.split(' ')[1]) || undefined
  } catch {
    return new Promise((resolve) => {
      execFile('ps', ['-o', 'ppid=', '-p', String(pid)], (error, text) => resolve(error ? undefined : Number(text)))
    })
  }
}

/** Sends a signal; answers whether there was still somebody to get it. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** Waits until a process is gone; answers whether it went in time. */
export async function gone(pid: number, withinMs: number): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(20)) if (!isAlive(pid)) return true
  return !isAlive(pid)
}

/** Asks a process to end, politely, then not. Takes a second longer than `withinMs` at most. */
export async function endProcess(pid: number, polite: NodeJS.Signals, withinMs: number): Promise<void> {
  if (!signal(pid, polite) || (await gone(pid, withinMs))) return
  signal(pid, 'SIGKILL')
  await gone(pid, 1_000)
}

/** Below the ports that systems give to outgoing connections, which would come and go between our look and our use. */
const quietPorts = { from: 15_000, count: 15_000 }

/** A port of 127.0.0.1 that nobody listens on: `wanted` if it is free. */
export async function freePort(wanted?: number): Promise<number> {
  for (let port = wanted; ; port = undefined) {
    const candidate = port ?? quietPorts.from + Math.floor(Math.random() * quietPorts.count)
    if (await isFree(candidate)) return candidate
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** The code of a system error: `ENOENT`, `EACCES`…; undefined for any other. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Something that runs and can be ended: what is supervised. */
export interface Running {
  process: ChildProcess
  /** Ends it, kindly as long as there is time for it. */
  stop(withinMs: number): Promise<void>
}
