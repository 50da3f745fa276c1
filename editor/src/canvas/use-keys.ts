import { type KeyboardEvent, useEffect } from 'react'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { unlink } from '../commands/unlink.ts'
import { type EditorStores, useStores } from '../store/editor-stores.tsx'
import { edgeId } from '../store/journey.ts'
import { isArrow, walk } from './walk.ts'

/** Text fields keep their own keys. */
const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="combobox"]') !== null

/** Undo and redo, anywhere but in a text field. Keys do nothing while an input method composes. */
export function useUndoKeys() {
  const stores = useStores()
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.isComposing || !(event.ctrlKey || event.metaKey) || isWriting(event.target)) return
      const key = event.key.toLowerCase()
      if (key === 'z' || key === 'y') {
        event.preventDefault()
        step(stores, key === 'y' || event.shiftKey ? 'redo' : 'undo')
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [stores])
}

/** Undoes or redoes one step and selects the nodes that it changed. */
export function step({ document, session }: EditorStores, way: 'undo' | 'redo'): void {
  const paths = document.getState()[way]()
  const ids = new Set(document.getState().journey.nodes.map((node) => node.id))
  const changed = new Set(paths.flatMap((path) => /^nodes\/([^/]+)/.exec(path)?.[1] ?? []).filter((id) => ids.has(id)))
  session.getState().select([...changed])
}

/** Keys of the canvas; only while it has the focus. */
export function useCanvasKeys() {
  const { document, session, live } = useStores()
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || isWriting(event.target)) return
    const { selection, edge } = session.getState()
    const { journey, dispatch } = document.getState()
    if (event.key === 'Escape') session.getState().select([])
    else if ((event.key === 'Delete' || event.key === 'Backspace') && !live) {
      const chosen = journey.edges.find((one) => edgeId(one) === edge)
      if (selection.length > 0) dispatch(deleteNodes(selection))
      else if (chosen) dispatch(unlink(chosen))
      else return
      session.getState().select([])
      event.currentTarget.focus()
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      session.getState().select(journey.nodes.map((node) => node.id))
    } else if (isArrow(event.key) && selection[0] !== undefined) {
      const next = walk(journey, selection[0], event.key)
      if (next === undefined) return
      session.getState().select([next])
      session.getState().show([next])
      document.getState().seal()
      event.currentTarget.querySelector<HTMLElement>(`[data-card="${next}"]`)?.focus({ preventScroll: true })
    } else if (
      event.key === 'Enter' &&
      selection[0] !== undefined &&
      event.target instanceof HTMLElement &&
      event.target.dataset.card
    ) {
      session.getState().focusField(selection[0], '')
    } else return
    event.preventDefault()
  }
}
