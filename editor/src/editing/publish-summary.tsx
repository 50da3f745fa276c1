import { useTranslation } from 'react-i18next'
import { useCounts } from '../api/counts.ts'
import { partsOfMs, sayDuration, writeParts } from '../node-types/duration.ts'
import { earliest } from '../node-types/earliest.ts'
import { summaryOf } from '../node-types/words.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'

/** From so long on nobody sits and waits for the first customer to be reached. */
const longMs = 10 * 60_000

/** What is about to go live, in numbers. */
export function PublishSummary({ id, published }: { id: string; published: boolean }) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const journey = useDocument((state) => state.journey)
  const { nodes } = journey
  const { data: inside = 0 } = useCounts(id, (counts) => counts.active, published)
  const of = (category: string) => nodes.filter((node) => types.get(node.type)?.category === category)
  const reached = earliest(journey, types)
  const firstMs = Math.min(...of('touch').map((node) => reached.get(node.id) ?? Number.POSITIVE_INFINITY))
  return (
    <ul className="publish-summary">
      <li>
        {t('publish.entries', {
          entries: of('enter')
            .map((node) => summaryOf(node, types, i18n.language) ?? node.id)
            .join(i18n.language === 'zh-CN' ? '、' : ', '),
        })}
      </li>
      <li>
        {t('publish.steps', { count: nodes.length })} · {t('publish.touches', { count: of('touch').length })}
      </li>
      {firstMs >= longMs && Number.isFinite(firstMs) ? (
        <li>{t('publish.firstTouch', { time: sayDuration(writeParts(partsOfMs(firstMs)), i18n.language) })}</li>
      ) : null}
      {inside > 0 ? <li>{t('publish.inside', { count: inside })}</li> : null}
    </ul>
  )
}
