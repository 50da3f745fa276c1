import { type KeyboardEvent, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type EditorStores, isDrawn, useStores } from '../store/editor-stores.tsx'
import { noteRef, refsOf } from '../store/notes.ts'
import { bindings, chordOf, type KeyScene } from './keys.ts'
import { type CanvasScene, useScene } from './scene.ts'
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
      if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y') && isDrawn(stores)) {
        step(stores, key === 'y' || event.shiftKey ? 'redo' : 'undo')
      } else if (!act(event, document.body, true)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [stores, act])
}

/** Undoes or redoes one step and selects the steps and notes that it changed. */
export function step({ document, session }: EditorStores, way: 'undo' | 'redo'): void {
  const paths = document.getState()[way]()
  const refs = new Set(refsOf(document.getState().journey))
  const touched = paths.flatMap((path) => {
    const [, list, id] = /^(nodes|notes)\/([^/]+)/.exec(path) ?? []
    return id === undefined ? [] : [list === 'notes' ? noteRef(id) : id]
  })
  const changed = new Set(touched.filter((ref) => refs.has(ref)))
  session.getState().select([...changed])
}

/** Keys of the canvas; only while it has the focus. */
export function useCanvasKeys() {
  const act = useActing(useScene())
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || isWriting(event.target)) return
    if (act(event, event.currentTarget, false)) event.preventDefault()
  }
}

type Pressed = Parameters<typeof chordOf>[0]

/** Does what a key is for, if it is for anything here and now. */
function useActing(view?: CanvasScene) {
  const stores = useStores()
  const { i18n } = useTranslation()
  const duplicate = useDuplicate()
  return (event: Pressed, canvas: HTMLElement, anywhere: boolean): boolean => {
    const chord = chordOf(event)
    const found = bindings.find(
      (binding) =>
        binding.chords.includes(chord) && (binding.looks || !stores.live) && (binding.anywhere ?? false) === anywhere,
    )
    const scene: KeyScene = { stores, canvas, key: event.key, language: i18n.language, duplicate, view }
    return found?.act(scene) ?? false
  }
}
