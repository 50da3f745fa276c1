import type { Journey } from '../store/journey.ts'

/** Offers a journey as a file that can be kept in git and imported again. */
export const saveAsFile = (journey: Journey): void =>
  offerFile(
    new Blob([`${JSON.stringify(journey, undefined, 2)}\n`], { type: 'application/json' }),
    journey.name,
    'json',
  )

/** Offers what was made as a file to keep, called as the journey is. */
export function offerFile(content: Blob, name: string, ending: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'journey'}.${ending}`
  link.click()
  URL.revokeObjectURL(url)
}
