import { useEffect, useEffectEvent } from 'react'

/**
 * Takes files that are dropped anywhere in the window: one that missed its place would be opened by the browser instead of
 * the page, with all that is on it.
 */
export function useFileDrop(take: (files: FileList) => void): void {
  const onFiles = useEffectEvent(take)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const show = (over: boolean) => document.body.toggleAttribute('data-dropping', over)
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      show(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) show(false)
    }
    const drop = (event: DragEvent) => {
      show(false)
      if (!hasFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      onFiles(event.dataTransfer.files)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      show(false)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
}
