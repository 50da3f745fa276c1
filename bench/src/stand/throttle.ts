import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const lookMs = 25
const ticksPerSecond = 100

/**
 * Gives each process no more than this share of one core, from now on: who is ahead of it is stopped for a moment. Answers how
 * to let them run freely again.
 */
export function throttle(pids: readonly (number | undefined)[], share: number): () => Promise<void> {
  const beganMs = Date.now()
  const watched = pids.flatMap((pid) => (pid === undefined ? [] : [{ pid, before: cpuMs(pid), isStopped: false }]))
  let isOver = false
  const watch = async (): Promise<void> => {
    while (!isOver) {
      const allowedMs = (Date.now() - beganMs) * share
      for (const one of watched) {
        const isAhead = cpuMs(one.pid) - one.before > allowedMs
        if (isAhead !== one.isStopped) process.kill(one.pid, isAhead ? 'SIGSTOP' : 'SIGCONT')
        one.isStopped = isAhead
      }
      await sleep(lookMs)
    }
    for (const { pid, isStopped } of watched) if (isStopped) process.kill(pid, 'SIGCONT')
  }
  const watching = watch()
  return () => {
    isOver = true
    return watching
  }
}

/** CPU time of one process, user and system, in milliseconds. */
function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}
