import i18next from 'i18next'
import type { DocumentStore } from '../store/document.ts'

const pauseMs = 300

/** Asks for the problems again a moment after each change, and in another language. What it answers ends that. */
export function keepChecked(document: DocumentStore, ask: () => unknown): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(ask, pauseMs)
  }
  const unsubscribe = document.subscribe((now, before) => {
    if (now.journey !== before.journey) later()
  })
  i18next.on('languageChanged', later)
  return () => {
    clearTimeout(timer)
    unsubscribe()
    i18next.off('languageChanged', later)
  }
}
