import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CannotStart, codeOf, commandLine, endProcess, gone, isAlive, parentOf } from './processes.ts'

/** Who runs from a data folder. `parent` is npm's process id, where npm started it. */
const running = z.object({
  pid: z.int(),
  parent: z.int().optional(),
  parts: z.record(z.string(), z.object({ pid: z.int(), file: z.string() })),
})
type RunningHere = z.infer<typeof running>

/** A data folder that is ours until `release`. */
export interface Folder {
  path: string
  /** Remembers a process, so that the next start can end it if we are killed. `file` is in its command line. */
  note(part: string, pid: number, file: string): Promise<void>
  release(): Promise<void>
}

/**
 * Makes the data folder and takes it for this process alone. What a killed Wend left running of api and worker ends first.
 * Throws `CannotStart` where it cannot be written, or another Wend runs from it.
 */
export async function takeFolder(path: string, report: (line: string) => void): Promise<Folder> {
  const record: RunningHere = { pid: process.pid, parent: await findNpm(), parts: {} }
  const file = join(path, 'running.json')
  try {
    // Others may pass through, not look: Postgres's account has to, where we are root.
    await mkdir(path, { recursive: true, mode: 0o711 })
    while (!(await create(file, record))) await takeOver(file, report)
  } catch (error) {
    if (error instanceof CannotStart) throw error
    throw new CannotStart(
      `The folder ${path} cannot be written (${codeOf(error) ?? String(error)}): name another in WEND_DATA_DIR.`,
    )
  }
  return {
    path,
    async note(part, pid, program) {
      record.parts[part] = { pid, file: program }
      await replace(file, JSON.stringify(record))
    },
    release: () => rm(file, { force: true }),
  }
}

/** npm's process id, where npm started us, through a shell or not: once it is gone, nobody is left who could stop us. */
export async function findNpm(): Promise<number | undefined> {
  if (process.env.npm_lifecycle_event !== 'start') return undefined
  let pid: number | undefined = process.ppid
  for (let above = 0; above < 3 && pid !== undefined && pid > 1; above++) {
    if (/\bnpm\b/.test(await commandLine(pid))) return pid
    pid = await parentOf(pid)
  }
  return undefined
}

/** Writes a file whole or not at all. */
export async function replace(file: string, text: string, mode = 0o600): Promise<void> {
  const half = `${file}.${process.pid}`
  await writeFile(half, text, { mode })
  await rename(half, file)
}

async function create(file: string, record: RunningHere): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(JSON.stringify(record))
    await handle.close()
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function takeOver(file: string, report: (line: string) => void): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const parsed = running.safeParse(parse(text))
  if (parsed.success) await end(parsed.data, report)
  await rm(file, { force: true })
}

async function end({ pid, parent, parts }: RunningHere, report: (line: string) => void): Promise<void> {
  if (pid !== process.pid && isAlive(pid) && (await commandLine(pid)).includes('bootstrap.mjs')) {
    const orphaned = parent !== undefined && !isAlive(parent)
    if (orphaned) report(`Waiting for the Wend that ran here (process ${pid}) to end …`)
    if (!orphaned || !(await gone(pid, 15_000))) {
      throw new CannotStart(
        `Wend already runs from this folder (process ${pid}): stop it first, or set WEND_DATA_DIR and PORT.`,
      )
    }
  }
  const left = Object.values(parts).map(async (part) => {
    // They end by themselves once their parent is gone; this one did not, or not yet.
    if (isAlive(part.pid) && (await commandLine(part.pid)).includes(part.file))
      await endProcess(part.pid, 'SIGTERM', 6_000)
  })
  await Promise.all(left)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
