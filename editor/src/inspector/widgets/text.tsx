import type { WidgetProps } from '@rjsf/utils'
import { Input, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { BodyField } from '../../messages/body-field.tsx'
import { TemplateField } from '../../messages/template-field.tsx'
import { useComposed } from '../composed.ts'
import { useFieldAria } from '../field-context.ts'

const textOf = (value: unknown) => (value === undefined || value === null ? '' : String(value))
const toValue = ({ options }: WidgetProps, text: string) => (text === '' ? options.emptyValue : text)

/** One line of text: event names, attributes, labels. */
export function TextWidget(props: WidgetProps) {
  const { id, value, onChange, disabled } = props
  const composed = useComposed(textOf(value), (text) => onChange(toValue(props, text)))
  return <Input id={id} disabled={disabled ?? false} autoComplete="off" {...composed} {...useFieldAria()} />
}

/** A Liquid template, with the values that it can show. */
export function TemplateWidget(props: WidgetProps) {
  const { id, label, value, onChange, options, disabled } = props
  const Field = options.format === 'html' ? BodyField : TemplateField
  return (
    <Field
      id={id}
      label={label}
      format={String(options.format)}
      secrets={options.secrets === true}
      value={textOf(value)}
      disabled={disabled ?? false}
      onChange={(text) => onChange(toValue(props, text))}
    />
  )
}

export function NumberWidget({ id, value, onChange, disabled }: WidgetProps) {
  return (
    <InputNumber
      id={id}
      controls={false}
      disabled={disabled ?? false}
      value={typeof value === 'number' ? value : null}
      onChange={(number) => onChange(number ?? undefined)}
      {...useFieldAria()}
    />
  )
}

export function SwitchWidget({ id, value, onChange, disabled }: WidgetProps) {
  return (
    <Switch
      id={id}
      disabled={disabled ?? false}
      checked={value === true}
      onChange={(on) => onChange(on)}
      {...useFieldAria()}
    />
  )
}

/** One of several values. The browser's own control: it speaks, and works by touch. */
export function SelectWidget({ id, value, onChange, options, disabled }: WidgetProps) {
  const { t } = useTranslation()
  const choices = options.enumOptions ?? []
  const chosen = choices.findIndex((choice) => choice.value === value)
  return (
    <select
      id={id}
      className="select"
      disabled={disabled}
      value={chosen}
      onChange={(event) => onChange(choices[Number(event.target.value)]?.value)}
      {...useFieldAria()}
    >
      <option value={-1}>{t('inspector.choose')}</option>
      {choices.map((choice, nth) => (
        <option key={choice.label} value={nth}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}
