import { type KeyboardEvent, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type EditorStores, useStores } from '../store/editor-stores.tsx'
import { bindings, chordOf, type KeyScene } from './keys.ts'
import { useDuplicate } from './use-clipboard.ts'
import { isWriting } from './writing.ts'

/** Undo, redo, find and help, anywhere but in a text field. Keys do nothing while an input method composes. */
export function useEditorKeys() {
  const stores = useStores()
  const act = useActing()
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || isWriting(event.target)) return
      const key = event.key.toLowerCase()
      if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y') && !stores.live) {
        step(stores, key === 'y' || event.shiftKey ? 'redo' : 'undo')
      } else if (!act(event, document.body, true)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [stores, act])
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
  const act = useActing()
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || isWriting(event.target)) return
    if (act(event, event.currentTarget, false)) event.preventDefault()
  }
}

type Pressed = Parameters<typeof chordOf>[0]

/** Does what a key is for, if it is for anything here and now. */
function useActing() {
  const stores = useStores()
  const { i18n } = useTranslation()
  const duplicate = useDuplicate()
  return (event: Pressed, canvas: HTMLElement, anywhere: boolean): boolean => {
    const chord = chordOf(event)
    const found = bindings.find(
      (binding) =>
        binding.chords.includes(chord) && (binding.looks || !stores.live) && (binding.anywhere ?? false) === anywhere,
    )
    const scene: KeyScene = { stores, canvas, key: event.key, language: i18n.language, duplicate }
    return found?.act(scene) ?? false
  }
}
