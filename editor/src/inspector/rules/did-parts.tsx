import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Config, Json } from '../../store/journey.ts'
import { objectOf } from '../../store/json.ts'
import { useComposed } from '../composed.ts'
import { DurationInput } from '../duration-input.tsx'
import type { FieldAria } from '../field-context.ts'
import { ruleUnits } from './leaf-value.tsx'
import { blankLeaf, splitField } from './rule-leaf.ts'
import { type DrawRule, RuleScopeContext, useRuleScope } from './rule-scope.ts'
import { bare, type Leaf, readGroup } from './rule-tree.ts'

interface DidPartsProps {
  label: string
  leaf: Leaf
  pointer: string
  disabled: boolean | undefined
  aria: FieldAria
  change(leaf: Leaf): void
  drawWhere: DrawRule
}

/** How often, within what time, and of which of these events. */
export function DidParts({ label, leaf, pointer, disabled, aria, change, drawWhere }: DidPartsProps) {
  const { t } = useTranslation()
  const scope = useRuleScope()
  const asked = objectOf(leaf.value)
  const event = splitField(leaf.field).rest
  const inner = useMemo(() => ({ ...scope, events: event === '' ? [] : [event], counted: true }), [scope, event])
  const set = (part: { [key in 'count' | 'within' | 'where']?: Json | undefined }) => {
    const next = { ...asked, ...part }
    const kept = Object.entries(next).flatMap(([key, one]): [string, Json][] => (one === undefined ? [] : [[key, one]]))
    change({ ...leaf, value: Object.fromEntries(kept) })
  }
  const count = useComposed(asked.count === undefined ? '' : String(asked.count), (text) =>
    set({ count: text.trim() === '' ? undefined : /^\d+$/.test(text.trim()) ? Number(text) : text }),
  )
  const { within, where } = asked
  const drawn: Config | undefined = readGroup(where) ? objectOf(where) : undefined
  return (
    <>
      <span className="rule-count" data-path={`${pointer}/value/count`}>
        <input
          className="plain-input"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          aria-label={t('rules.times', { of: label })}
          disabled={disabled}
          {...count}
          {...aria}
        />
        <span aria-hidden="true">{t('rules.timesWord')}</span>
      </span>
      <div className="rule-within" data-path={`${pointer}/value/within`}>
        <span className="quiet" aria-hidden="true">
          {t('rules.withinWord')}
        </span>
        <div>
          <DurationInput
            label={t('rules.within', { of: label })}
            value={typeof within === 'string' ? within : ''}
            units={ruleUnits}
            placeholder={t('rules.ever')}
            disabled={disabled}
            onChange={(duration) => set({ within: duration })}
          />
        </div>
      </div>
      {where === undefined ? (
        <div className="rule-adds">
          <button
            type="button"
            disabled={disabled}
            onClick={() => set({ where: bare({ combinator: 'and', rules: [blankLeaf('event')] }) })}
          >
            <Plus size={14} aria-hidden />
            {t('rules.countOnly')}
          </button>
        </div>
      ) : drawn ? (
        <div className="rule-where" data-path={`${pointer}/value/where`}>
          <RuleScopeContext value={inner}>
            {drawWhere({
              label: t('rules.countOnlyOf', { of: label }),
              value: drawn,
              pointer: `${pointer}/value/where`,
              disabled,
              onChange: (rule) => set({ where: rule }),
            })}
          </RuleScopeContext>
        </div>
      ) : (
        <code className="rule-where">{JSON.stringify(where)}</code>
      )}
    </>
  )
}
