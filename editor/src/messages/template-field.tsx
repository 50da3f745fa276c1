import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useComposed } from '../inspector/composed.ts'
import { useFieldAria } from '../inspector/field-context.ts'
import type { CodeEditorHandle } from './code-editor.tsx'
import { insertInto } from './insert-into.ts'
import { useTemplateValues } from './use-values.ts'
import { ValueMenu } from './value-menu.tsx'

type CodeEditor = typeof import('./code-editor.tsx').default

let codeEditor: CodeEditor | undefined

const rows: Record<string, { minRows: number; maxRows: number }> = {
  html: { minRows: 9, maxRows: 23 },
  json: { minRows: 5, maxRows: 24 },
  text: { minRows: 2, maxRows: 12 },
}

export interface TemplateFieldProps {
  id: string
  label: string
  /** Where the text will stand: `text`, `html`, `json`, `url`, `header`. */
  format: string
  /** Whether it may name secrets. */
  secrets: boolean
  value: string
  disabled: boolean
  onChange(text: string): void
}

/** A Liquid template: a line where it becomes a header or an address, an area where it becomes a text, an editor for HTML. */
export function TemplateField(props: TemplateFieldProps) {
  const { label, format, secrets, disabled } = props
  const place = useRef<HTMLDivElement>(null)
  const code = useRef<CodeEditorHandle>(null)
  const insert = (text: string) => {
    if (code.current) code.current.insert(text)
    else insertInto(place.current?.querySelector('textarea, input'), text)
  }
  return (
    <div className="template-field" ref={place}>
      <ValueMenu field={label} secrets={secrets} disabled={disabled} insert={insert} />
      {format === 'html' ? <HtmlField {...props} handle={code} /> : <PlainField {...props} />}
    </div>
  )
}

/** The editor for HTML; a plain area until its code is there, and on while somebody has begun to write in that: what she types goes nowhere else. */
function HtmlField({ handle, ...props }: TemplateFieldProps & { handle: React.Ref<CodeEditorHandle> }) {
  const values = useTemplateValues(props.secrets)
  const aria = useFieldAria()
  const Editor = useCodeEditor()
  const [isPlain, setPlain] = useState(false)
  if (!Editor || isPlain) return <PlainField {...props} onFocus={() => setPlain(true)} />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps what the editor has heard from closing a dialog
    <div onKeyDown={(event) => event.key === 'Escape' && event.isDefaultPrevented() && event.stopPropagation()}>
      <Editor {...props} values={values} aria={aria} handle={handle} />
    </div>
  )
}

/** Its code comes with the first HTML: most steps have none. Where it can't be had, nothing is lost but its colours. */
function useCodeEditor(): CodeEditor | undefined {
  const [loaded, setLoaded] = useState(() => codeEditor)
  useEffect(() => {
    if (loaded) return
    import('./code-editor.tsx').then(
      (module) => {
        codeEditor = module.default
        setLoaded(() => module.default)
      },
      () => undefined,
    )
  }, [loaded])
  return loaded
}

function PlainField({ id, format, value, disabled, onChange, onFocus }: TemplateFieldProps & { onFocus?(): void }) {
  const composed = useComposed(value, onChange)
  const aria = useFieldAria()
  const size = rows[format]
  if (!size) return <Input id={id} disabled={disabled} autoComplete="off" onFocus={onFocus} {...composed} {...aria} />
  const isCode = format !== 'text'
  return (
    <Input.TextArea
      id={id}
      className={isCode ? 'code' : ''}
      disabled={disabled}
      autoSize={size}
      spellCheck={!isCode}
      onFocus={onFocus}
      {...composed}
      {...aria}
    />
  )
}
