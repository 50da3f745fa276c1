import { durationPattern } from '@wend/nodes/sdk/duration'

const dayMs = 86_400_000
const partsMs = [366 * dayMs, 31 * dayMs, 7 * dayMs, dayMs, 3_600_000, 60_000, 1000]
const longestMs = 10 * 366 * dayMs

/** Whether a duration, forwards or backwards, is too long to plan for, or no time at all. Undefined: neither, or no duration. */
export function durationFault(duration: unknown): 'duration-too-long' | 'duration-zero' | undefined {
  if (typeof duration !== 'string') return undefined
  const parts = durationPattern.exec(duration.replace(/^-/, ''))
  if (!parts) return undefined
  const ms = partsMs.reduce((sum, partMs, nth) => sum + partMs * Number(parts[nth + 1] ?? 0), 0)
  return ms > longestMs ? 'duration-too-long' : ms === 0 ? 'duration-zero' : undefined
}
