import type { FieldProps } from '@rjsf/utils'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { summarize } from '../../node-types/summary.ts'
import { objectOf } from '../../store/json.ts'
import { useComposed } from '../composed.ts'
import { pointerOf, useFieldAria, useFieldIssues } from '../field-context.ts'
import { readRule } from '../rule-text.ts'

const written = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, undefined, 2))
/** A rule that cannot be read yet is kept as the text that it is. */
const ruleWritten = (value: unknown) => (typeof value === 'string' ? value : written(value))

/** Text that stays as typed while it says the same value, and follows when the value changes elsewhere. */
function useWritten(value: unknown, textOf: (value: unknown) => string) {
  const [kept, setKept] = useState({ text: textOf(value), value: written(value) })
  const text = kept.value === written(value) ? kept.text : textOf(value)
  return [text, (next: string, says: unknown) => setKept({ text: next, value: written(says) })] as const
}

const example = { combinator: 'and', rules: [{ field: 'customer.level', operator: '=', value: 'gold' }] }

/**
 * A rule as JSON, read as it is typed and said in a line below. What is no rule is kept as text: the check refuses it, so
 * that nobody publishes without the condition that is still being written.
 */
export function RuleText({ fieldPathId, formData, onChange, disabled }: FieldProps) {
  const { t, i18n } = useTranslation()
  const aria = useFieldAria()
  const [text, keep] = useWritten(formData, ruleWritten)
  const read = readRule(text)
  const change = (next: string) => {
    const says = readRule(next)
    const value = says.is === 'rule' ? says.rule : says.is === 'empty' ? undefined : next
    keep(next, value)
    onChange(value, fieldPathId.path)
  }
  const composed = useComposed(text, change)
  const wrong =
    read.is === 'not-json'
      ? t('inspector.notJson', { reason: read.reason })
      : read.is === 'not-rule'
        ? t('inspector.notRule')
        : undefined
  const pointer = pointerOf(fieldPathId.path)
  const own = useFieldIssues(pointer, false)
  const inside = useFieldIssues(pointer, true).filter((message) => !own.includes(message))
  const said = read.is === 'rule' ? summarize('[{rule:rule}]', objectOf({ rule: read.rule }), i18n.language) : ''
  return (
    <>
      <Input.TextArea
        id={fieldPathId.$id}
        className="code"
        spellCheck={false}
        disabled={disabled ?? false}
        autoSize={{ minRows: 2, maxRows: 16 }}
        {...composed}
        {...aria}
        {...(wrong ? { 'aria-invalid': true } : {})}
      />
      {wrong ? (
        <p className="field-wrong" role="status">
          {wrong}
        </p>
      ) : null}
      {inside.map((message) => (
        <p key={message} className="field-wrong">
          {message}
        </p>
      ))}
      {said === '' ? null : <p className="rule-said">{said}</p>}
      {read.is === 'empty' ? (
        <Button
          size="small"
          type="link"
          className="example"
          disabled={disabled ?? false}
          onClick={() => change(written(example))}
        >
          {t('inspector.ruleExample')}
        </Button>
      ) : null}
    </>
  )
}

/** What no form can draw: its JSON. */
export function JsonField({ fieldPathId, formData, onChange, disabled }: FieldProps) {
  const { t } = useTranslation()
  const aria = useFieldAria()
  const [text, keep] = useWritten(formData, written)
  const [wrong, setWrong] = useState<string>()
  const composed = useComposed(text, (next) => {
    try {
      const value: unknown = next.trim() === '' ? undefined : JSON.parse(next)
      keep(next, value)
      setWrong(undefined)
      onChange(value, fieldPathId.path)
    } catch (error) {
      keep(next, formData)
      setWrong(error instanceof Error ? error.message : '')
    }
  })
  return (
    <>
      <Input.TextArea
        id={fieldPathId.$id}
        className="code"
        spellCheck={false}
        disabled={disabled ?? false}
        autoSize={{ minRows: 3, maxRows: 20 }}
        {...composed}
        {...aria}
      />
      <p className={wrong === undefined ? 'field-help' : 'field-wrong'} role="status">
        {wrong === undefined ? t('inspector.unknownField') : t('inspector.notJson', { reason: wrong })}
      </p>
    </>
  )
}
