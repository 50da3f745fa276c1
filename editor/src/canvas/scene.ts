import { useMemo } from 'react'
import { useAddNote } from './use-add-note.ts'
import { useView, type View } from './view.ts'

/** What keys of the canvas do with what is seen of it. */
export interface CanvasScene extends View {
  addNote(): void
}

export function useScene(): CanvasScene {
  const view = useView()
  const addNote = useAddNote()
  return useMemo(() => ({ ...view, addNote }), [view, addNote])
}
