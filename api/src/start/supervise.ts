import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart, type Running } from './processes.ts'

export interface Supervision<T extends Running> {
  /** Begins a sentence. */
  name: string
  /** Starts it, the first time and every time after it died. */
  start(): Promise<T>
  report(line: string): void
  /** Hears, once, that it cannot be kept alive. */
  giveUp(reason: Error): void
  /** The rest before the first restart; doubled for each that follows within a minute. */
  backOffMs?: number
}

/** Something that is started again when it dies. */
export interface Supervised<T extends Running> {
  /** As it was when it first ran. */
  first: T
  stop(withinMs: number): Promise<void>
}

const mostDeaths = 5
const withinMs = 60_000

/** Starts something and keeps it alive: at its fifth death within a minute it gives up. Throws what the first start throws. */
export async function supervise<T extends Running>({
  name,
  start,
  report,
  giveUp,
  backOffMs = 500,
}: Supervision<T>): Promise<Supervised<T>> {
  const deaths: number[] = []
  const stopping = new AbortController()
  const first = await start()
  let now: T = first

  const watch = (running: T) => {
    const died = () => void again(running).catch(giveUp)
    if (running.process.exitCode !== null || running.process.signalCode !== null) died()
    else running.process.once('exit', died)
  }
  const again = async (dead: T): Promise<void> => {
    if (stopping.signal.aborted) return
    const how = dead.process.signalCode ?? `code ${dead.process.exitCode}`
    const recent = deaths.filter((at) => at > Date.now() - withinMs)
    deaths.splice(0, deaths.length, ...recent, Date.now())
    if (deaths.length >= mostDeaths)
      throw new CannotStart(`${name} ended ${mostDeaths} times within a minute (${how}).`)

    const restMs = backOffMs * 2 ** recent.length
    report(`${name} ended (${how}); it is started again in ${restMs / 1000} s.`)
    await sleep(restMs, undefined, { signal: stopping.signal }).catch(() => {})
    if (stopping.signal.aborted) return
    const next = await start()
    if (stopping.signal.aborted) return next.stop(1_000)
    now = next
    watch(next)
  }
  watch(first)

  return {
    first,
    async stop(withinMs) {
      stopping.abort()
      await now.stop(withinMs)
    },
  }
}
