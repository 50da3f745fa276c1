import { html } from '@codemirror/lang-html'
import { liquid } from '@codemirror/lang-liquid'
import CodeMirror, { EditorView, Prec, type ReactCodeMirrorRef, type ViewUpdate } from '@uiw/react-codemirror'
import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import type { FieldAria } from '../inspector/field-context.ts'
import { useTheme } from '../theme/theme.ts'
import { outputOf, type TemplateValue } from './values.ts'

export interface CodeEditorHandle {
  insert(text: string): void
}

interface CodeEditorProps {
  id: string
  label: string
  value: string
  disabled: boolean
  aria: FieldAria
  /** Completed after `{{`. */
  values: readonly TemplateValue[]
  onChange(text: string): void
  handle: Ref<CodeEditorHandle>
}

const look = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'var(--card)', color: 'var(--text)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px', minHeight: '168px', maxHeight: '420px' },
  '.cm-gutters': { backgroundColor: 'var(--canvas)', color: 'var(--quiet)', border: 'none' },
  '&.cm-focused': { outline: 'none' },
})

const setup = { foldGutter: false, highlightActiveLine: false, highlightActiveLineGutter: false, searchKeymap: false }

/** HTML with Liquid in it, coloured and completed. Tab leaves it, as any field. */
export default function CodeEditor(props: CodeEditorProps) {
  const { id, label, value, disabled, aria, values, onChange, handle } = props
  const dark = useTheme((state) => state.dark)
  const editor = useRef<ReactCodeMirrorRef>(null)
  const change = useRef(onChange)
  useEffect(() => {
    change.current = onChange
  }, [onChange])

  useImperativeHandle(handle, () => ({
    insert(text) {
      const view = editor.current?.view
      if (!view) return
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
  }))

  // Always the same function: another one would set the whole editor up again.
  const changed = useCallback((text: string, { view }: ViewUpdate) => {
    if (!view.composing) change.current(text)
  }, [])

  const invalid = aria['aria-invalid'] === true
  const described = aria['aria-describedby'] ?? ''
  const extensions = useMemo(
    () => [
      liquid({
        // Who types the end of a tag would have it twice.
        base: html({ autoCloseTags: false }),
        variables: values.map((one) => ({ label: outputOf(one).slice(3, -3), detail: one.example ?? '' })),
      }),
      EditorView.lineWrapping,
      Prec.highest(look),
      EditorView.contentAttributes.of({
        id,
        'aria-label': label,
        ...(invalid ? { 'aria-invalid': 'true' } : {}),
        ...(described === '' ? {} : { 'aria-describedby': described }),
      }),
      // Half a syllable is no change: what an input method composes counts once it is done.
      EditorView.domEventHandlers({
        compositionend: (_event, view) => {
          setTimeout(() => change.current(view.state.doc.toString()))
        },
      }),
    ],
    [id, label, values, invalid, described],
  )
  return (
    <CodeMirror
      ref={editor}
      className="code-editor"
      value={value}
      theme={dark ? 'dark' : 'light'}
      editable={!disabled}
      indentWithTab={false}
      basicSetup={setup}
      extensions={extensions}
      onChange={changed}
    />
  )
}
