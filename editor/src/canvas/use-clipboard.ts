import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { pasteNodes } from '../commands/paste-nodes.ts'
import { message } from '../shell/notices.ts'
import { type EditorStores, isDrawn, useStores } from '../store/editor-stores.tsx'
import { copyOf, type Fragment, readFragment, renewed } from '../store/fragment.ts'
import { refsOf } from '../store/notes.ts'
import { isWriting } from './writing.ts'

/**
 * Copy, cut and paste of steps, as text: across journeys, tabs and browsers. By the events that every page gets, since a page
 * over plain http has no other clipboard; heard on the document, since they come to whatever text was last touched and not to
 * what has the focus.
 */
export function useClipboard() {
  const { t } = useTranslation()
  const stores = useStores()

  useEffect(() => {
    const { document: drawn, session } = stores
    const copy = (event: ClipboardEvent): readonly string[] => {
      const { selection } = session.getState()
      if (!isDrawing() || selection.length === 0) return []
      event.clipboardData?.setData('text/plain', copyOf(drawn.getState().journey, selection))
      event.preventDefault()
      return selection
    }
    const cut = (event: ClipboardEvent) => {
      if (!isDrawn(stores)) return
      const taken = copy(event)
      if (taken.length === 0) return
      drawn.getState().dispatch(deleteNodes(taken))
      session.getState().select([])
    }
    const paste = (event: ClipboardEvent) => {
      if (!isDrawn(stores) || !isDrawing()) return
      event.preventDefault()
      const fragment = readFragment(event.clipboardData?.getData('text/plain') ?? '')
      if (fragment) place(stores, fragment, 'paste')
      else message.warning(t('canvas.notPasted'), 6)
    }
    document.addEventListener('copy', copy)
    document.addEventListener('cut', cut)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', cut)
      document.removeEventListener('paste', paste)
    }
  }, [stores, t])
}

/** Whether the keyboard is on the canvas or in the outline, and not in a text field there. */
const isDrawing = (): boolean =>
  !isWriting(document.activeElement) && document.activeElement?.closest('.canvas, .outline') != null

/** Ctrl+D: the same beside itself. */
export function useDuplicate() {
  const stores = useStores()
  return useCallback(() => {
    const { selection } = stores.session.getState()
    const fragment = readFragment(copyOf(stores.document.getState().journey, selection))
    if (fragment) place(stores, fragment, 'duplicate')
  }, [stores])
}

function place({ document, session }: EditorStores, fragment: Fragment, name: 'paste' | 'duplicate'): void {
  const { journey, dispatch } = document.getState()
  const pasted = renewed(fragment, journey)
  dispatch(pasteNodes(pasted, name))
  const ids = refsOf(pasted)
  session.getState().select(ids)
  session.getState().show(ids)
}
