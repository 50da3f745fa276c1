/** Milliseconds of CPU that this process spends while `work` runs: what a busy machine does not lengthen. */
export function cpuMs(work: () => void): number
export function cpuMs(work: () => Promise<void>): Promise<number>
export function cpuMs(work: () => void | Promise<void>): number | Promise<number> {
  const began = process.cpuUsage()
  const spentMs = (): number => {
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1000
  }
  const done = work()
  return done instanceof Promise ? done.then(spentMs) : spentMs()
}
