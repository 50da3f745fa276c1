import { Input } from 'antd'
import { lazy, Suspense, useRef } from 'react'
import { useComposed } from '../inspector/composed.ts'
import { useFieldAria } from '../inspector/field-context.ts'
import type { CodeEditorHandle } from './code-editor.tsx'
import { insertInto } from './insert-into.ts'
import { useTemplateValues } from './use-values.ts'
import { ValueMenu } from './value-menu.tsx'

// Most steps have no HTML.
const CodeEditor = lazy(() => import('./code-editor.tsx'))

const rows: Record<string, { minRows: number; maxRows: number }> = {
  json: { minRows: 5, maxRows: 24 },
  text: { minRows: 2, maxRows: 12 },
}

interface TemplateFieldProps {
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
  const { id, label, format, secrets, value, disabled, onChange } = props
  const place = useRef<HTMLDivElement>(null)
  const code = useRef<CodeEditorHandle>(null)
  const insert = (text: string) => {
    if (format === 'html') code.current?.insert(text)
    else insertInto(place.current?.querySelector('textarea, input'), text)
  }
  return (
    <div className="template-field" ref={place}>
      <ValueMenu field={label} secrets={secrets} disabled={disabled} insert={insert} />
      {format === 'html' ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps what the editor has heard from closing a dialog
        <div onKeyDown={(event) => event.key === 'Escape' && event.isDefaultPrevented() && event.stopPropagation()}>
          <Suspense fallback={<PlainField {...props} />}>
            <HtmlField {...props} handle={code} />
          </Suspense>
        </div>
      ) : (
        <PlainField {...{ id, label, format, secrets, value, disabled, onChange }} />
      )}
    </div>
  )
}

function HtmlField({ handle, secrets, ...props }: TemplateFieldProps & { handle: React.Ref<CodeEditorHandle> }) {
  const values = useTemplateValues(secrets)
  return <CodeEditor {...props} values={values} aria={useFieldAria()} handle={handle} />
}

function PlainField({ id, format, value, disabled, onChange }: TemplateFieldProps) {
  const composed = useComposed(value, onChange)
  const aria = useFieldAria()
  const size = rows[format]
  if (!size) return <Input id={id} disabled={disabled} autoComplete="off" {...composed} {...aria} />
  const isCode = format === 'json'
  return (
    <Input.TextArea
      id={id}
      className={isCode ? 'code' : ''}
      disabled={disabled}
      autoSize={size}
      spellCheck={!isCode}
      {...composed}
      {...aria}
    />
  )
}
