import { Input } from 'antd'
import { useRef } from 'react'
import { useComposed } from '../inspector/composed.ts'
import { insertInto } from './insert-into.ts'
import { ValueMenu } from './value-menu.tsx'

interface TemplateTextProps {
  label: string
  placeholder: string
  secrets: boolean
  disabled: boolean
  value: string
  onChange(text: string): void
}

/** A value among others that may be a template: a text that grows, with the values it can show. */
export function TemplateText({ label, placeholder, secrets, disabled, value, onChange }: TemplateTextProps) {
  const place = useRef<HTMLDivElement>(null)
  const composed = useComposed(value, onChange)
  return (
    <div className="template-text" ref={place}>
      <Input.TextArea autoSize aria-label={label} placeholder={placeholder} disabled={disabled} {...composed} />
      <ValueMenu
        field={label}
        secrets={secrets}
        disabled={disabled}
        iconOnly
        insert={(text) => insertInto(place.current?.querySelector('textarea'), text)}
      />
    </div>
  )
}
