import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { units as allUnits, readDuration, sayDuration, type Unit, writeDuration } from '../node-types/duration.ts'
import { understandDuration } from '../node-types/understand-duration.ts'
import { useComposed } from './composed.ts'
import type { FieldAria } from './field-context.ts'

interface DurationInputProps {
  id?: string
  /** What it is the length of; its unit is named after it. */
  label: string
  /** Whether a label outside already names the text. */
  labelled?: boolean
  /** ISO 8601, or what was typed and not understood. */
  value: string
  units?: readonly Unit[]
  /** Whether it may point backwards. */
  signed?: boolean
  disabled?: boolean | undefined
  /** What an empty one means, where it means something. */
  placeholder?: string
  aria?: FieldAria
  onChange(duration: string | undefined): void
}

/** A length of time, typed as people write it or as a number beside its unit. Kept as ISO 8601. */
export function DurationInput(props: DurationInputProps) {
  const { id, label, labelled, value, units = allUnits, signed, disabled, placeholder, aria = {}, onChange } = props
  const { t, i18n } = useTranslation()
  const wrongId = useId()
  const [unit, setUnit] = useState<Unit>('day')
  const [kept, setKept] = useState<{ text: string; value: string }>()
  const read = readDuration(value)
  const only = read?.parts.length === 1 ? read.parts[0] : undefined
  const count = only && (read?.negative ? -only.count : only.count)
  const shown = only?.unit ?? unit
  const text =
    kept?.value === value ? kept.text : (count?.toString() ?? (read ? sayDuration(value, i18n.language) : value))
  const wrong =
    value !== '' && (!read || (read.negative && !signed) || read.parts.some((part) => !units.includes(part.unit)))

  const write = (next: number, of: Unit) => {
    setKept(undefined)
    setUnit(of)
    onChange(writeDuration(signed ? next : Math.max(0, next), of))
  }
  const composed = useComposed(text, (typed) => {
    const understood = typed.trim() === '' ? '' : (understandDuration(typed, shown) ?? typed.trim())
    setKept({ text: typed, value: understood })
    onChange(understood === '' ? undefined : understood)
  })
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (by === 0 || event.nativeEvent.isComposing || (value !== '' && count === undefined)) return
    event.preventDefault()
    write((count ?? 0) + by, shown)
  }
  return (
    <>
      <div className="duration">
        <input
          id={id}
          className="plain-input"
          type="text"
          role="spinbutton"
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          placeholder={placeholder ?? t('rules.durationExample')}
          title={t('rules.durationHelp')}
          aria-label={labelled ? undefined : label}
          aria-valuenow={count}
          aria-valuetext={read ? sayDuration(value, i18n.language) : text}
          onKeyDown={step}
          onBlur={() => !wrong && setKept(undefined)}
          {...composed}
          {...aria}
          {...(wrong
            ? { 'aria-invalid': true, 'aria-describedby': `${wrongId} ${aria['aria-describedby'] ?? ''}`.trim() }
            : {})}
        />
        <select
          className="select"
          disabled={disabled}
          aria-label={`${label}: ${t('inspector.unit')}`}
          value={value !== '' && !only ? 'as-written' : shown}
          onChange={(event) => {
            const chosen = units.find((one) => one === event.target.value)
            if (chosen && count === undefined) setUnit(chosen)
            else if (chosen && count !== undefined) write(count, chosen)
          }}
        >
          {value !== '' && !only ? (
            <option value="as-written">
              {kept && read ? sayDuration(value, i18n.language) : t('rules.asWritten')}
            </option>
          ) : null}
          {[...units, ...(units.includes(shown) ? [] : [shown])].map((one) => (
            <option key={one} value={one}>
              {t(`units.${one}`)}
            </option>
          ))}
        </select>
      </div>
      {wrong ? (
        <p className="field-wrong" id={wrongId} role="status">
          {t(read ? (read.negative && !signed ? 'rules.notBackwards' : 'rules.unitNotHere') : 'rules.notDuration')}
        </p>
      ) : null}
    </>
  )
}
