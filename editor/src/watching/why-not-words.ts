import type { WhyNotEntered } from '../api/types.ts'
import type { en } from '../i18n/en.ts'

export type WhyNotWord = keyof typeof en.whyNot.said

/** What the answer is said by: an event that came at the wrong time by how the journey stood, the rest by what stands against it. */
export function wordOf({ why, stood, event, byToday }: WhyNotEntered): WhyNotWord {
  if (why === 'not-live') return !stood ? 'not-published' : stood.state === 'stopped' ? 'was-stopped' : 'was-paused'
  if (why === 'version-forgotten') return event ? 'version-forgotten' : 'rules-gone'
  if (why === 'nothing') return byToday ? 'was-otherwise' : 'nothing'
  return why
}

/** How the journey stands now, where that keeps everybody out whatever was the matter then. */
export const closedNow = ({ why, state }: WhyNotEntered): 'paused' | 'stopped' | undefined =>
  why !== 'inside' && (state === 'paused' || state === 'stopped') ? state : undefined
