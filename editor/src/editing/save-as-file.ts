import type { Journey } from '../store/journey.ts'

/** Offers a journey as a file that can be kept in git and imported again. */
export function saveAsFile(journey: Journey): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(journey, undefined, 2)}\n`], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = `${journey.name.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'journey'}.json`
  link.click()
  URL.revokeObjectURL(url)
}
