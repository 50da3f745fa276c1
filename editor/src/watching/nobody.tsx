import { useTranslation } from 'react-i18next'
import { useLiveCounts } from '../api/counts.ts'
import type { Opened } from '../api/journeys.ts'
import type { Counts } from '../api/types.ts'
import { summaryOf } from '../node-types/words.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'
import { useChosenPeriod } from './use-period.ts'

/** Nobody there yet: says what would make a customer enter. Nothing in the days that are chosen: says that. */
export function Nobody({ opened }: { opened: Opened }) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const { period } = useChosenPeriod()
  const entries = useDocument((state) => state.journey.nodes).filter((node) => types.get(node.type)?.entry)
  const isEmpty = useLiveCounts((counts) => counts !== undefined && nothing(counts, period === undefined))
  if (!isEmpty) return null
  const draft = opened.liveVersion === null
  const said = entries
    .map((node) => summaryOf(node, types, i18n.language))
    .join(i18n.language === 'zh-CN' ? '；' : '; ')
  const what = draft
    ? { title: t('live.draftTitle'), text: t('live.draftText') }
    : period
      ? { title: t('period.emptyTitle'), text: t('period.emptyText') }
      : { title: t('live.emptyTitle'), text: t('live.emptyText', { entries: said }) }
  return (
    <div className="nobody" role="note">
      <b>{what.title}</b>
      <span>{what.text}</span>
    </div>
  )
}

/** Nobody has entered; of days, nothing else happened either. */
function nothing({ entered, ended, nodes }: Counts, ever: boolean): boolean {
  if (entered > 0 || ever) return entered === 0
  return (
    Object.values(ended).every((n) => n === 0) &&
    Object.values(nodes).every(({ passed, failed, blocked, delivered, opened, clicked }) =>
      [passed, failed, blocked, delivered, opened, clicked].every((n) => n === 0),
    )
  )
}
