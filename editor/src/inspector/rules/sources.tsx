import { useTranslation } from 'react-i18next'
import { offeredSources, useRuleScope, wordOf } from './rule-scope.ts'

/** What each place is that a condition can look at, for who asks. */
export function Sources() {
  const { t } = useTranslation()
  const scope = useRuleScope()
  return (
    <details className="rule-sources">
      <summary>{t('rules.sourcesTitle')}</summary>
      <dl>
        {offeredSources(scope).map((source) => {
          const word = wordOf(source, scope)
          return (
            <div key={source}>
              <dt>{t(`rules.sources.${word}`)}</dt>
              <dd>{t(`rules.sourceHelp.${word}`)}</dd>
            </div>
          )
        })}
      </dl>
    </details>
  )
}
