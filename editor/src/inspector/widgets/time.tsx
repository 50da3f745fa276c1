import type { WidgetProps } from '@rjsf/utils'
import { Input } from 'antd'
import { DurationInput } from '../duration-input.tsx'
import { useFieldAria } from '../field-context.ts'
import { NextTimes, OneTime } from './next-times.tsx'

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A length of time. */
export const DurationWidget = (props: WidgetProps) => <Duration {...props} signed={false} />
/** The same, before (negative) or after a date. */
export const OffsetWidget = (props: WidgetProps) => <Duration {...props} signed />

const Duration = ({ id, value, onChange, label, disabled, signed, options }: WidgetProps & { signed: boolean }) => (
  <DurationInput
    id={id}
    label={label}
    labelled
    value={textOf(value)}
    signed={signed}
    disabled={disabled}
    aria={useFieldAria()}
    onChange={(duration) => onChange(duration ?? options.emptyValue)}
  />
)

/** 09:30, a time of day. */
export function TimeWidget({ id, value, onChange, disabled, options }: WidgetProps) {
  return (
    <>
      <Input
        id={id}
        type="time"
        className="short"
        disabled={disabled ?? false}
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value === '' ? options.emptyValue : event.target.value)}
        {...useFieldAria()}
      />
      <NextTimes time={textOf(value)} />
    </>
  )
}

/** An instant, shown in the operator's zone and kept as RFC 3339. */
export function DateTimeWidget({ id, value, onChange, disabled, options }: WidgetProps) {
  const at = new Date(textOf(value))
  const local = Number.isNaN(at.getTime())
    ? ''
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  return (
    <>
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
      <OneTime at={textOf(value)} />
    </>
  )
}
