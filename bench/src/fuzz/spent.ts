/** Milliseconds of CPU that this process has taken so far: what a thing costs, whatever else the machine does meanwhile. */
export function spentMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
