import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Json } from '../../store/journey.ts'
import { readValue, writeValue } from '../entries.ts'
import type { FieldAria } from '../field-context.ts'
import { Suggest, type Suggestion } from '../suggest.tsx'

/** A value that was seen, and how it is written. */
export interface Sample extends Suggestion {
  sample: Json
}

interface ValueInputProps {
  label: string
  value: Json | undefined
  samples: readonly Sample[]
  /** Whether only texts were seen here: figures are then read as text. */
  onlyText?: boolean
  disabled?: boolean | undefined
  placeholder?: string
  aria?: FieldAria
  onChange(value: Json | undefined): void
}

const isTyped = (text: string): boolean => readValue(text) !== text

/** One value. What reads as a number or as yes or no is one, unless the operator says that it is text. */
export function ValueInput(props: ValueInputProps) {
  const { label, value, samples, onlyText = false, disabled, placeholder, aria, onChange } = props
  const { t } = useTranslation()
  const [asText, setAsText] = useState(typeof value === 'string' ? isTyped(value) : onlyText)
  const [kept, setKept] = useState<{ text: string; json: string }>()
  const json = JSON.stringify(value) ?? ''
  const text = kept?.json === json ? kept.text : typeof value === 'string' ? value : writeValue(value ?? undefined)
  const write = (next: string, plain: boolean) => {
    const says = next === '' ? undefined : plain ? next : readValue(next)
    setKept({ text: next, json: JSON.stringify(says) ?? '' })
    onChange(says)
  }
  const known = new Map(samples.map((sample) => [sample.value, sample.sample]))
  const typed = text !== '' && isTyped(text)
  return (
    <span className="value-input">
      <Suggest
        label={label}
        value={text}
        options={samples}
        disabled={disabled}
        placeholder={placeholder ?? t('rules.value')}
        onChange={(next) => write(next, asText)}
        onPick={({ value: picked }) => {
          const sample = known.get(picked)
          setAsText(typeof sample === 'string' && isTyped(sample))
          setKept(undefined)
          onChange(sample)
        }}
        {...(aria ? { aria } : {})}
      />
      {typed ? (
        <select
          className="select read-as"
          aria-label={t('rules.readValueAs', { value: text })}
          disabled={disabled}
          value={asText ? 'text' : 'typed'}
          onChange={(event) => {
            setAsText(event.target.value === 'text')
            write(text, event.target.value === 'text')
          }}
        >
          <option value="typed">{t(`rules.kinds.${kindOf(readValue(text))}`)}</option>
          <option value="text">{t('rules.kinds.string')}</option>
        </select>
      ) : null}
    </span>
  )
}

const kindOf = (value: Json): 'string' | 'number' | 'boolean' | 'list' | 'object' | 'null' => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  const kind = typeof value
  return kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : 'object'
}

const separators = /[,，;；\r\n\t]/

/** Several values: each is added by Enter or a comma, or chosen. */
export function ListInput(props: Omit<ValueInputProps, 'value'> & { value: readonly Json[] }) {
  const { label, value, samples, onlyText = false, disabled, aria, onChange } = props
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const read = (one: string): Json => (onlyText ? one : readValue(one))
  const add = (typed: string) => {
    const parts = typed.split(separators).map((part) => part.trim())
    const fresh = parts.filter((part) => part !== '').map(read)
    if (fresh.length > 0) onChange([...value, ...fresh.filter((one) => !value.includes(one))])
    setText('')
  }
  const known = new Map(samples.map((sample) => [sample.value, sample.sample]))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears what its field does not take
    <div
      className="list-input"
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || !(event.target instanceof HTMLInputElement)) return
        if (event.key === 'Enter' && !event.defaultPrevented && text !== '') {
          event.preventDefault()
          add(text)
        } else if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1))
      }}
      onPaste={(event) => {
        const pasted = event.clipboardData.getData('text')
        if (!separators.test(pasted)) return
        event.preventDefault()
        add(text + pasted)
      }}
      onBlur={(event) => text.trim() !== '' && event.target instanceof HTMLInputElement && add(text)}
    >
      {value.map((one, nth) => (
        <span key={JSON.stringify(one)} className="chip">
          {typeof one === 'string' && !isTyped(one) ? one : JSON.stringify(one)}
          <button
            type="button"
            disabled={disabled}
            aria-label={t('rules.removeValue', { value: writeValue(one) })}
            onClick={() => onChange(value.filter((_, at) => at !== nth))}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <Suggest
        label={label}
        value={text}
        options={samples.filter(({ sample }) => !value.includes(sample))}
        disabled={disabled}
        placeholder={t('rules.addValue')}
        onChange={(next) => (separators.test(next) ? add(next) : setText(next))}
        onPick={({ value: picked }) => {
          const sample = known.get(picked)
          if (sample !== undefined) onChange([...value, sample])
          setText('')
        }}
        {...(aria ? { aria } : {})}
      />
    </div>
  )
}
