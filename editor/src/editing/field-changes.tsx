import { useTranslation } from 'react-i18next'
import { sayDuration } from '../node-types/duration.ts'
import { sayRule } from '../node-types/summary.ts'
import type { FieldChange } from '../store/compare.ts'
import type { Json } from '../store/journey.ts'

interface FieldChangesProps {
  fields: readonly FieldChange[]
  /** What fields are called, by their path without the ids of branches: `branches.when`. */
  words: Readonly<Record<string, string>>
}

/** Each place that differs, with what was there and what is. */
export function FieldChanges({ fields, words }: FieldChangesProps) {
  const { t } = useTranslation()
  if (fields.length === 0) return null
  return (
    <dl className="field-changes">
      {fields.map(({ path, before, after }) => (
        <div key={path.join('/')} data-field={path.join('.')}>
          <dt>{placeOf(path, words)}</dt>
          <dd>
            <span className="unseen">{t('history.before')}: </span>
            <del>
              <Value value={before} />
            </del>
          </dd>
          <dd>
            <span className="unseen">{t('history.after')}: </span>
            <ins>
              <Value value={after} />
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value }: { value: Json | undefined }) {
  const { t, i18n } = useTranslation()
  if (value === undefined) return <i>{t('history.nothing')}</i>
  if (typeof value === 'string') return sayDuration(value, i18n.language)
  const isRule = typeof value === 'object' && value !== null && 'rules' in value
  return isRule ? sayRule(value, i18n.language) : JSON.stringify(value)
}

/** "Events › paid › Only if": known fields by their words, the id of a branch as it is. */
function placeOf(path: readonly string[], words: FieldChangesProps['words']): string {
  const known: string[] = []
  const said: string[] = []
  for (const part of path) {
    if (said.length === 0 && (part === 'config' || part === 'settings')) continue
    const word = words[[...known, part].join('.')]
    if (word !== undefined) known.push(part)
    said.push(word ?? part)
  }
  return said.join(' › ')
}
