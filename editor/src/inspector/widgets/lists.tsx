import type { FieldProps } from '@rjsf/utils'
import { Button, Select } from 'antd'
import { Plus, Trash2 } from 'lucide-react'
import { useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TemplateText } from '../../messages/template-text.tsx'
import { objectOf } from '../../store/json.ts'
import { same } from '../../store/merge.ts'
import { type Entry, readEntries, sharedName, writeValue } from '../entries.ts'
import { useFieldAria } from '../field-context.ts'
import { useNamesBeside } from '../rules/known.ts'
import { eventBeside, FormContext } from '../rules/rule-scope.ts'
import { Suggest } from '../suggest.tsx'

/** Names and values, such as attributes or headers. Rows without a name stay here until they have one. */
export function KeyValuesField({ fieldPathId, formData, onChange, disabled, uiSchema }: FieldProps) {
  const { t } = useTranslation()
  const aria = useFieldAria()
  const onlyText = uiSchema?.['ui:options']?.onlyText === true
  const value = objectOf(formData)
  const form = useContext(FormContext)
  const names = useNamesBeside(eventBeside(form.schema, form.value, fieldPathId.path))
  const [kept, setKept] = useState<Entry[]>(() => entriesOf(value, onlyText))
  const entries = same(readEntries(kept, onlyText), value) ? kept : entriesOf(value, onlyText)
  const change = (next: Entry[]) => {
    setKept(next)
    const read = readEntries(next, onlyText)
    if (!same(read, value)) onChange(read, fieldPathId.path)
  }
  const write = (key: number, part: Partial<Entry>) =>
    change(entries.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)))
  const shared = sharedName(entries)
  return (
    <div className="key-values">
      {entries.map(({ key, name, text }, nth) => (
        <div key={key} className="key-value">
          <Suggest
            {...(nth === 0 ? { id: fieldPathId.$id } : {})}
            label={t('inspector.entryName', { nth: nth + 1 })}
            placeholder={t('inspector.nameField')}
            disabled={disabled}
            value={name}
            // Headers have names of their own.
            options={onlyText ? [] : names}
            onChange={(text) => write(key, { name: text })}
            aria={aria}
          />
          <TemplateText
            label={t('inspector.entryValue', { nth: nth + 1 })}
            placeholder={t('inspector.valueField')}
            secrets={uiSchema?.['ui:options']?.secrets === true}
            disabled={disabled ?? false}
            value={text}
            onChange={(next) => write(key, { text: next })}
          />
          <Button
            type="text"
            disabled={disabled ?? false}
            aria-label={t('inspector.removeEntry', { name: name === '' ? nth + 1 : name })}
            icon={<Trash2 size={14} aria-hidden />}
            onClick={() => change(entries.filter((entry) => entry.key !== key))}
          />
        </div>
      ))}
      {shared === undefined ? null : (
        <p className="field-wrong" role="status">
          {t('inspector.sameName', { name: shared })}
        </p>
      )}
      <Button
        type="dashed"
        size="small"
        disabled={disabled ?? false}
        icon={<Plus size={14} aria-hidden />}
        onClick={() =>
          change([...entries, { key: Math.max(0, ...entries.map(({ key }) => key)) + 1, name: '', text: '' }])
        }
      >
        {t('inspector.addEntry')}
      </Button>
    </div>
  )
}

const entriesOf = (value: ReturnType<typeof objectOf>, onlyText: boolean): Entry[] =>
  Object.entries(value).map(([name, one], key) => ({
    key,
    name,
    text: onlyText && typeof one === 'string' ? one : writeValue(one),
  }))

/** A list of words, ended by Enter or a comma. */
export function NamesField({ fieldPathId, formData, onChange, disabled }: FieldProps) {
  const names = Array.isArray(formData) ? formData.filter((name): name is string => typeof name === 'string') : []
  return (
    <Select
      id={fieldPathId.$id}
      className="names"
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，', ' ']}
      disabled={disabled ?? false}
      value={names}
      onChange={(next: string[]) => onChange(next.length > 0 ? next : undefined, fieldPathId.path)}
      {...useFieldAria()}
    />
  )
}

/** 1 is Monday; the first of January 2024 was one. */
const days = [1, 2, 3, 4, 5, 6, 7] as const

/** Some of the seven days; none chosen means any. */
export function WeekdaysField({ fieldPathId, formData, onChange, disabled }: FieldProps) {
  const { i18n } = useTranslation()
  const name = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' })
  const chosen: unknown[] = Array.isArray(formData) ? formData : []
  const toggle = (day: number) => {
    const next = days.filter((one) => (one === day ? !chosen.includes(one) : chosen.includes(one)))
    onChange(next.length > 0 ? next : undefined, fieldPathId.path)
  }
  return (
    <div className="weekdays">
      {days.map((day, nth) => (
        <button
          key={day}
          type="button"
          {...(nth === 0 ? { id: fieldPathId.$id } : {})}
          aria-pressed={chosen.includes(day)}
          disabled={disabled}
          onClick={() => toggle(day)}
        >
          {name.format(Date.UTC(2024, 0, day))}
        </button>
      ))}
    </div>
  )
}
