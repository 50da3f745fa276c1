import { ArrowLeftRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Unit } from '../../node-types/duration.ts'
import type { Json } from '../../store/journey.ts'
import { DurationInput } from '../duration-input.tsx'
import type { FieldAria } from '../field-context.ts'
import { FieldName } from './field-name.tsx'
import { useSamples } from './known.ts'
import { pairOf, shapeOf, splitField } from './rule-leaf.ts'
import { useRuleScope, wordOf } from './rule-scope.ts'
import type { Leaf } from './rule-tree.ts'
import { TouchStates } from './touch-states.tsx'
import { ListInput, ValueInput } from './value-input.tsx'

interface LeafValueProps {
  label: string
  leaf: Leaf
  pointer: string
  disabled: boolean | undefined
  aria: FieldAria
  change(leaf: Leaf): void
}

/** In rules a day is 24 hours, and months have no length. */
export const ruleUnits: readonly Unit[] = ['second', 'minute', 'hour', 'day', 'week']

/** What a condition compares with: nothing, a value, two, several, a length of time, or another field. */
export function LeafValue({ label, leaf, pointer, disabled, aria, change }: LeafValueProps) {
  const { t } = useTranslation()
  const { root } = splitField(leaf.field)
  const shape = shapeOf(leaf.operator)
  const { samples, onlyText } = useSamples(leaf.field)
  const name = t('rules.valueOf', { of: label })
  const write = (value: Json | undefined) => change({ ...leaf, value })
  const shared = { samples, onlyText, disabled, aria }
  if (shape === 'none') return null
  if (root === 'touch') return <TouchStates label={name} leaf={leaf} disabled={disabled} aria={aria} change={change} />
  if (shape === 'span')
    return (
      <div className="wide" data-path={`${pointer}/value`}>
        <DurationInput
          label={name}
          value={typeof leaf.value === 'string' ? leaf.value : ''}
          units={ruleUnits}
          disabled={disabled}
          aria={aria}
          onChange={write}
        />
      </div>
    )
  const other = leaf.valueSource === 'field'
  const one = (value: Json | undefined, of: string, set: (value: Json | undefined) => void) =>
    other ? (
      <OtherField label={of} value={value} disabled={disabled} aria={aria} onChange={set} />
    ) : (
      <ValueInput label={of} value={value ?? undefined} onChange={set} {...shared} />
    )
  const [low, high] = pairOf(leaf.value)
  return (
    <>
      <div className={other || shape === 'pair' ? 'wide' : undefined} data-path={`${pointer}/value`}>
        {shape === 'list' ? (
          <ListInput label={name} value={Array.isArray(leaf.value) ? leaf.value : []} onChange={write} {...shared} />
        ) : shape === 'pair' ? (
          <div className="rule-pair">
            {one(low, t('rules.from', { of: label }), (value) => write([value ?? null, high]))}
            <span>{t('rules.to')}</span>
            {one(high, t('rules.until', { of: label }), (value) => write([low, value ?? null]))}
          </div>
        ) : (
          one(leaf.value, name, write)
        )}
      </div>
      {shape === 'list' ? null : (
        <button
          type="button"
          className="rule-icon"
          aria-pressed={other}
          disabled={disabled}
          aria-label={t('rules.otherField', { of: label })}
          title={t('rules.otherField', { of: label })}
          onClick={() =>
            change({
              ...leaf,
              value: shape === 'pair' ? [null, null] : undefined,
              valueSource: other ? 'value' : 'field',
            })
          }
        >
          <ArrowLeftRight size={14} aria-hidden />
        </button>
      )}
    </>
  )
}

interface OtherFieldProps {
  label: string
  value: Json | undefined
  disabled: boolean | undefined
  aria: FieldAria
  onChange(field: string): void
}

/** Another field to compare with, such as a property of the event that began the journey. */
function OtherField({ label, value, disabled, aria, onChange }: OtherFieldProps) {
  const { t } = useTranslation()
  const scope = useRuleScope()
  const { counted } = scope
  const { root, rest } = splitField(
    typeof value === 'string' && value !== '' ? value : counted ? 'customer.' : 'entry.',
  )
  const offered = counted ? (['customer', 'event'] as const) : (['customer', 'event', 'entry'] as const)
  return (
    <span className="rule-other">
      <select
        className="select"
        aria-label={t('rules.source', { of: label })}
        disabled={disabled}
        value={root}
        onChange={(event) => onChange(`${event.target.value}.${rest}`)}
      >
        {offered.map((source) => (
          <option key={source} value={source}>
            {t(`rules.sources.${wordOf(source, scope)}`)}
          </option>
        ))}
        {offered.some((source) => source === root) ? null : <option value={root}>{root}</option>}
      </select>
      <FieldName
        label={label}
        root={root}
        name={rest}
        disabled={disabled}
        aria={aria}
        onChange={(name) => onChange(`${root}.${name}`)}
      />
    </span>
  )
}
