import { Trash2 } from 'lucide-react'
import { useContext, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type FieldAria, FieldIssuesContext } from '../field-context.ts'
import { DidParts } from './did-parts.tsx'
import { FieldName } from './field-name.tsx'
import { LeafValue } from './leaf-value.tsx'
import {
  blankLeaf,
  countOperators,
  plainOperators,
  type Source,
  sources,
  splitField,
  touchOperators,
  withOperator,
} from './rule-leaf.ts'
import { type DrawRule, offeredSources, useRuleScope, wordOf } from './rule-scope.ts'
import type { Leaf } from './rule-tree.ts'

interface RuleRowProps {
  /** "Condition 2": its controls are named after it. */
  label: string
  leaf: Leaf
  pointer: string
  disabled: boolean | undefined
  change(leaf: Leaf): void
  remove(): void
  drawWhere: DrawRule
}

/** One comparison: where it looks, what for, how it compares, and with what. */
export function RuleRow({ label, leaf, pointer, disabled, change, remove, drawWhere }: RuleRowProps) {
  const { t } = useTranslation()
  const scope = useRuleScope()
  const id = useId()
  const { root, rest } = splitField(leaf.field)
  const issues = [...useContext(FieldIssuesContext)].filter(([at]) => at === pointer || at.startsWith(`${pointer}/`))
  const aria = (part: string): FieldAria =>
    issues.some(([at]) => at === pointer || at === `${pointer}/${part}` || at.startsWith(`${pointer}/${part}/`))
      ? { 'aria-invalid': true, 'aria-describedby': id }
      : {}
  const offered = offeredSources(scope)
  const source = sources.find((one) => one === root)
  const operators = useOperators(root)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of a list
    <div role="group" aria-label={label} className="rule-row" data-path={pointer}>
      <div className="rule-line">
        <select
          className="select"
          aria-label={t('rules.source', { of: label })}
          title={source && t(`rules.sourceHelp.${wordOf(source, scope)}`)}
          disabled={disabled}
          value={root}
          onChange={(event) => {
            const chosen = sources.find((one) => one === event.target.value)
            if (chosen) change(blankFrom(leaf, chosen, scope.touches[0]?.id))
          }}
        >
          {offered.map((one) => (
            <option key={one} value={one}>
              {t(`rules.sources.${wordOf(one, scope)}`)}
            </option>
          ))}
          {offered.some((one) => one === root) ? null : <option value={root}>{root}</option>}
        </select>
        <div data-path={`${pointer}/field`}>
          <FieldName
            label={t('rules.name', { of: label })}
            root={root}
            name={rest}
            disabled={disabled}
            aria={aria('field')}
            onChange={(name) => change({ ...leaf, field: `${root}.${name}` })}
          />
        </div>
        <button
          type="button"
          className="rule-icon"
          disabled={disabled}
          aria-label={t('rules.remove', { of: label })}
          title={t('rules.remove', { of: label })}
          onClick={remove}
        >
          <Trash2 size={14} aria-hidden />
        </button>
      </div>
      <div className="rule-line">
        <select
          className="select"
          aria-label={t('rules.operator', { of: label })}
          disabled={disabled}
          value={leaf.operator}
          onChange={(event) => change(withOperator(leaf, event.target.value))}
          {...aria('operator')}
        >
          {operators.map(({ operator, word }) => (
            <option key={operator} value={operator}>
              {word}
            </option>
          ))}
          {operators.some(({ operator }) => operator === leaf.operator) ? null : (
            <option value={leaf.operator}>{leaf.operator}</option>
          )}
        </select>
        {root === 'did' ? (
          <DidParts
            label={label}
            leaf={leaf}
            pointer={pointer}
            disabled={disabled}
            aria={aria('value')}
            change={change}
            drawWhere={drawWhere}
          />
        ) : (
          <LeafValue
            label={label}
            leaf={leaf}
            pointer={pointer}
            disabled={disabled}
            aria={aria('value')}
            change={change}
          />
        )}
      </div>
      {issues.length > 0 ? (
        <p className="field-wrong" id={id}>
          {issues.flatMap(([at, messages]) => (at.startsWith(`${pointer}/value/where`) ? [] : messages)).join(' ')}
        </p>
      ) : null}
    </div>
  )
}

/** A comparison of another source; between customer, event and entry all but the source stays. */
function blankFrom(leaf: Leaf, source: Source, touch: string | undefined): Leaf {
  const { root, rest } = splitField(leaf.field)
  const plain = (one: string) => one === 'customer' || one === 'event' || one === 'entry'
  return { ...leaf, ...(plain(root) && plain(source) ? { field: `${source}.${rest}` } : blankOf(source, touch)) }
}

const blankOf = (source: Source, touch: string | undefined) => ({
  valueSource: 'value' as const,
  ...blankLeaf(source, touch),
})

/** What a field can be compared by, and how that is called: counts and touches have words of their own. */
function useOperators(root: string): { operator: string; word: string }[] {
  const { t } = useTranslation()
  if (root === 'did')
    return countOperators.map((operator) => ({ operator, word: t(`rules.countOperators.${operator}`) }))
  if (root === 'touch')
    return touchOperators.map((operator) => ({ operator, word: t(`rules.touchOperators.${operator}`) }))
  return plainOperators.map((operator) => ({ operator, word: t(`rules.operators.${operator}`) }))
}
