import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { addNote } from '../commands/add-note.ts'
import { type EditorStores, useStores } from '../store/editor-stores.tsx'
import { freshId, nodeById, type Point } from '../store/journey.ts'
import { noteRef } from '../store/notes.ts'
import { noteWidthPx } from './layout.ts'

const besidePx = 24
const gridPx = 8
const snap = (px: number) => Math.round(px / gridPx) * gridPx

/** Puts an empty note beside what is selected, else in the middle of what is seen, and begins to write it. */
export function useAddNote() {
  const stores = useStores()
  const { getInternalNode, screenToFlowPosition } = useReactFlow()
  return useCallback(() => {
    const [selected] = stores.session.getState().selection
    const card = getInternalNode(nodeById(stores.document.getState().journey, selected ?? '')?.id ?? '')
    if (card) {
      const { x, y } = card.position
      return begin(stores, { x: x + (card.measured.width ?? 0) + besidePx, y })
    }
    const box = window.document.querySelector('.react-flow')?.getBoundingClientRect()
    if (!box) return
    const { x, y } = screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
    begin(stores, { x: x - noteWidthPx / 2, y })
  }, [stores, getInternalNode, screenToFlowPosition])
}

function begin({ document, session }: EditorStores, { x, y }: Point): void {
  const { journey, dispatch } = document.getState()
  const id = freshId('note', new Set((journey.notes ?? []).map((note) => note.id)))
  dispatch(addNote({ id, text: '', position: { x: snap(x), y: snap(y) } }))
  session.getState().select([noteRef(id)])
  session.setState({ writing: noteRef(id) })
}
