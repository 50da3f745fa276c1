/** A clock that is less wrong than that is right enough. */
const toleranceMs = 60_000
let behindMs = 0

/** Learns from an answer's `Date` how wrong this machine's clock is. */
export function noteServerTime(date: string | null): void {
  const offMs = Date.parse(date ?? '') - Date.now()
  if (!Number.isNaN(offMs)) behindMs = Math.abs(offMs) > toleranceMs ? offMs : 0
}

/** What time it is, by the server where this machine's clock is wrong: "5 minutes ago" is meant by hers. */
export const now = (): number => Date.now() + behindMs
