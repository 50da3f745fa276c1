import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldAria } from '../field-context.ts'
import { Suggest } from '../suggest.tsx'
import { UnreceivedAttribute, UnreceivedEvent } from '../unreceived.tsx'
import { useNames } from './known.ts'
import { useRuleScope } from './rule-scope.ts'

interface FieldNameProps {
  label: string
  /** `customer`, `event`, `entry`, `did` or `touch`; of another only the text can be edited. */
  root: string
  name: string
  disabled: boolean | undefined
  aria?: FieldAria
  onChange(name: string): void
}

/** The attribute, property, event or step that a condition is about. */
export function FieldName({ label, root, name, disabled, aria = {}, onChange }: FieldNameProps) {
  const { t } = useTranslation()
  const { touches } = useRuleScope()
  const options = useNames(root)
  const note = useId()
  if (root === 'touch')
    return (
      <select
        className="select"
        aria-label={label}
        disabled={disabled}
        value={name}
        onChange={(event) => onChange(event.target.value)}
        {...aria}
      >
        {touches.map((touch) => (
          <option key={touch.id} value={touch.id}>
            {touch.name}
          </option>
        ))}
        {touches.some(({ id }) => id === name) ? null : <option value={name}>{name || t('inspector.choose')}</option>}
      </select>
    )
  const Unreceived = root === 'did' ? UnreceivedEvent : root === 'customer' ? UnreceivedAttribute : undefined
  const kind = root === 'did' ? 'event' : root === 'customer' ? 'attribute' : 'property'
  const field = (
    <Suggest
      label={label}
      value={name}
      options={options}
      disabled={disabled}
      placeholder={t(`rules.names.${kind}`)}
      onChange={onChange}
      aria={Unreceived ? { ...aria, 'aria-describedby': `${note} ${aria['aria-describedby'] ?? ''}`.trim() } : aria}
    />
  )
  if (!Unreceived) return field
  return (
    <>
      {field}
      <div id={note}>
        <Unreceived name={name} take={onChange} />
      </div>
    </>
  )
}
