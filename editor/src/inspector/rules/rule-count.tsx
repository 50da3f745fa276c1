import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countRule } from '../../api/seen.ts'
import type { RuleCount as Count } from '../../api/types.ts'
import { sayNumber } from '../../i18n/say.ts'
import type { Config } from '../../store/journey.ts'

/** A pause in typing after which is counted. */
const pauseMs = 400

/** How many customers the rule would match now, as it is drawn; nothing while it is not finished. */
export function RuleCount({ rule }: { rule: Config }) {
  const { t, i18n } = useTranslation()
  const json = JSON.stringify(rule)
  const [settled, setSettled] = useState(json)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(json), pauseMs)
    return () => clearTimeout(timer)
  }, [json])
  const { data, isError, isFetching } = useQuery({
    queryKey: ['rule-count', settled],
    queryFn: ({ signal }) => countRule(JSON.parse(settled), signal),
    staleTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
  const number = (count: number) => sayNumber(count, i18n.language)
  const said = ({ matches, looked, all, why }: Count): string => {
    if (why === 'unfinished') return ''
    if (matches === null) return t(`rules.uncounted.${why ?? 'slow'}`)
    return t(all ? 'rules.matchesAll' : 'rules.matchesSome', { matches: number(matches), looked: number(looked) })
  }
  return (
    <p
      className="rule-matches"
      role="status"
      data-settled={settled === json && !isFetching}
      data-matches={data?.matches}
    >
      {isError ? t('rules.uncounted.failed') : data ? said(data) : ''}
    </p>
  )
}
