import { App } from 'antd'
import { type ClipboardEvent, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { pasteNodes } from '../commands/paste-nodes.ts'
import { type EditorStores, useStores } from '../store/editor-stores.tsx'
import { copyOf, type Fragment, readFragment, renewed } from '../store/fragment.ts'
import { isWriting } from './writing.ts'

/**
 * Copy, cut and paste on the canvas, as text: across journeys, tabs and browsers. By the events that every page gets, since a
 * page over plain http has no other clipboard.
 */
export function useClipboard() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const stores = useStores()
  const { document, session, live } = stores

  const copy = (event: ClipboardEvent): readonly string[] => {
    const { selection } = session.getState()
    if (isWriting(event.target) || selection.length === 0) return []
    event.clipboardData.setData('text/plain', copyOf(document.getState().journey, selection))
    event.preventDefault()
    return selection
  }
  return {
    onCopy: (event: ClipboardEvent) => void copy(event),
    onCut: (event: ClipboardEvent) => {
      if (live) return
      const cut = copy(event)
      if (cut.length === 0) return
      document.getState().dispatch(deleteNodes(cut))
      session.getState().select([])
    },
    onPaste: (event: ClipboardEvent) => {
      if (live || isWriting(event.target)) return
      event.preventDefault()
      const fragment = readFragment(event.clipboardData.getData('text/plain'))
      if (fragment) place(stores, fragment, 'paste')
      else void message.warning(t('canvas.notPasted'), 6)
    },
  }
}

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
  const ids = pasted.nodes.map(({ id }) => id)
  session.getState().select(ids)
  session.getState().show(ids)
}
