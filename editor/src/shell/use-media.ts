import { useSyncExternalStore } from 'react'

/** So narrow that the outline takes the canvas's place. */
export const narrow = '(max-width: 767px)'
/** So narrow that panels lie over the canvas. */
export const overlaid = '(max-width: 1023px)'

/** Whether a media query holds, followed as the window changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}
