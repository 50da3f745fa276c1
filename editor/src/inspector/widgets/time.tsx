import type { WidgetProps } from '@rjsf/utils'
import { Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readDuration, type Unit, units, writeDuration } from '../../node-types/duration.ts'
import { useFieldAria } from '../field-context.ts'

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A number and a unit. A duration of several parts stays as it is written. */
export const DurationWidget = (props: WidgetProps) => <Duration {...props} least={0} />
/** The same, before (negative) or after a date. */
export const OffsetWidget = (props: WidgetProps) => <Duration {...props} least={-99_999} />

function Duration(props: WidgetProps & { least: number }) {
  const { id, value, onChange, label, disabled, least, options } = props
  const { t } = useTranslation()
  const aria = useFieldAria()
  const [unit, setUnit] = useState<Unit>('day')
  const read = readDuration(textOf(value))
  const [part] = read?.parts ?? []

  if (textOf(value) !== '' && (!read || read.parts.length > 1)) {
    const change = (text: string) => onChange(text === '' ? options.emptyValue : text)
    return (
      <Input
        id={id}
        disabled={disabled ?? false}
        value={textOf(value)}
        onChange={(event) => change(event.target.value)}
        {...aria}
      />
    )
  }
  const shown = part?.unit ?? unit
  const count = part ? part.count * (read?.negative ? -1 : 1) : null
  const write = (next: number | null, nextUnit: Unit) => {
    setUnit(nextUnit)
    onChange(next === null ? options.emptyValue : writeDuration(Math.trunc(next), nextUnit))
  }
  return (
    <div className="duration">
      <InputNumber
        id={id}
        controls={false}
        min={least}
        max={999}
        precision={0}
        disabled={disabled ?? false}
        value={count}
        onChange={(next) => write(next, shown)}
        {...aria}
      />
      <select
        className="select"
        disabled={disabled}
        aria-label={`${label}: ${t('inspector.unit')}`}
        value={shown}
        onChange={(event) => {
          const chosen = units.find((one) => one === event.target.value)
          if (chosen && count === null) setUnit(chosen)
          else if (chosen) write(count, chosen)
        }}
      >
        {units.map((one) => (
          <option key={one} value={one}>
            {t(`units.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** 09:30, a time of day. */
export function TimeWidget({ id, value, onChange, disabled, options }: WidgetProps) {
  return (
    <Input
      id={id}
      type="time"
      className="short"
      disabled={disabled ?? false}
      value={textOf(value)}
      onChange={(event) => onChange(event.target.value === '' ? options.emptyValue : event.target.value)}
      {...useFieldAria()}
    />
  )
}

/** An instant, shown in the operator's zone and kept as RFC 3339. */
export function DateTimeWidget({ id, value, onChange, disabled, options }: WidgetProps) {
  const at = new Date(textOf(value))
  const local = Number.isNaN(at.getTime())
    ? ''
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  return (
    <Input
      id={id}
      type="datetime-local"
      className="short"
      disabled={disabled ?? false}
      value={local}
      onChange={(event) =>
        onChange(event.target.value === '' ? options.emptyValue : new Date(event.target.value).toISOString())
      }
      {...useFieldAria()}
    />
  )
}
