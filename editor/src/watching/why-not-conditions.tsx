import { Check, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { WhyNotEntered } from '../api/types.ts'
import { sayValue } from '../i18n/say-value.ts'
import { splitField } from '../inspector/rules/rule-leaf.ts'
import type { Json } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'
import { useSayLeaf } from './say-leaf.ts'

/** An entry's rule, condition by condition: whether each held, and what was found. */
export function WhyNotConditions({ condition }: { condition: WhyNotEntered['conditions'][number] }) {
  const { t } = useTranslation()
  const sayLeaf = useSayLeaf()
  const sayFound = (field: string, saw: Json | undefined) =>
    saw === null || saw === undefined
      ? t('whyNot.foundNothing')
      : splitField(field).root === 'did'
        ? t('whyNot.found', { value: t('whyNot.times', { count: Number(saw) }) })
        : t('whyNot.found', { value: sayValue(saw) })
  const { combinator, not, leaves } = condition
  const mode = combinator === 'and' ? (not ? 'notAll' : 'and') : not ? 'none' : 'or'
  return (
    <section className="why-not-rule" aria-label={t('whyNot.conditions')}>
      {leaves.length > 1 || not ? <h4>{t(`rules.modes.${mode}`)}</h4> : null}
      <ul>
        {leaves.map(({ leaf, holds, ...found }, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition may be drawn twice
          <li key={nth} data-holds={holds}>
            {holds ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
            <span>
              <span className="unseen">{t(holds ? 'whyNot.held' : 'whyNot.heldNot')}</span>
              {sayLeaf(leaf)}
              <span className="quiet">{sayFound(leaf.field, objectOf(found).saw)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
