import { setTimeout as sleep } from 'node:timers/promises'

/** Looks every `everyMs` until it holds. Throws with what was seen last when the patience is over. */
export async function until<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  { everyMs = 100, patienceMs = 120_000 }: { everyMs?: number; patienceMs?: number } = {},
): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(everyMs)) {
    const seen = await look()
    if (holds(seen)) return seen
    if (Date.now() > deadline) throw new Error(`still not so after ${patienceMs} ms: ${JSON.stringify(seen)}`)
  }
}
