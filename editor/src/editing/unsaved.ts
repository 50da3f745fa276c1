import { journey as journeyFile } from '@wend/engine/journey/journey'
import { z } from 'zod'
import type { Journey } from '../store/journey.ts'

const kept = z.object({ base: journeyFile, journey: journeyFile })
const place = (id: string) => `wend.unsaved.${id}`

/** Keeps unsaved changes in the browser, with what they were made on, so that a crash loses nothing. */
export function remember(id: string, base: Journey, journey: Journey): void {
  if (base === journey) return
  try {
    localStorage.setItem(place(id), JSON.stringify({ base, journey }))
  } catch {
    // The browser's store is full or off: the server's copy is still made.
  }
}

export const forget = (id: string): void => localStorage.removeItem(place(id))

/** What a crash left unsaved; undefined when there is nothing, or nothing readable. */
export function recall(id: string): { base: Journey; journey: Journey } | undefined {
  const text = localStorage.getItem(place(id))
  if (text === null) return undefined
  forget(id)
  try {
    return kept.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
