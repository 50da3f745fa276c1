import { readdir, readFile } from 'node:fs/promises'

/** Linux counts a process's time in hundredths of a second. */
const ticksPerSecond = 100

interface Usage {
  parent: number
  seconds: number
}

/** CPU seconds, user and system, that these processes and all below them have taken so far, with those that ended and were waited for. */
export async function cpuSeconds(pids: readonly (number | undefined)[]): Promise<number> {
  const all = await usages()
  const ofTree = (pid: number): number =>
    (all.get(pid)?.seconds ?? 0) +
    [...all].filter(([, { parent }]) => parent === pid).reduce((sum, [child]) => sum + ofTree(child), 0)
  return pids.reduce<number>((sum, pid) => sum + (pid === undefined ? 0 : ofTree(pid)), 0)
}

/** Resident memory of one process, in bytes. */
export async function memoryBytes(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1] ?? 0) * 1024
}

async function usages(): Promise<Map<number, Usage>> {
  const found = new Map<number, Usage>()
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    // The name, in parentheses, may hold blanks; behind it: state, parent, …, user and system time as 12th and 13th, those of
    // children that ended behind them.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    if (fields.length < 16) continue
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0)
    found.set(pid, { parent: Number(fields[1]), seconds: ticks / ticksPerSecond })
  }
  return found
}
