import { Button } from 'antd'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveCounts } from '../api/counts.ts'
import type { Opened } from '../api/journeys.ts'
import type { Counts } from '../api/types.ts'
import { eventsOf } from '../messages/events-of.ts'
import { summaryOf } from '../node-types/words.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { HowToSend } from './how-to-send.tsx'
import { MakeSome } from './make-some.tsx'
import { useChosenPeriod } from './use-period.ts'
import { usePublished } from './use-published.ts'

/** Nobody there yet: says what would make a customer enter. Nothing in the days that are chosen: says that. */
export function Nobody({ opened }: { opened: Opened }) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const { period } = useChosenPeriod()
  const nodes = useDocument((state) => state.journey.nodes)
  const entries = nodes.filter((node) => types.get(node.type)?.entry)
  const [begins] = eventsOf(nodes, types).begins
  const isEmpty = useLiveCounts((counts) => counts && nothing(counts, period === undefined))
  const published = usePublished(isEmpty)
  const [asked, setAsked] = useState<boolean>()
  const askWhyNot = useSession((state) => state.askWhyNot)
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
    <>
      {/* There before its words, which are spoken as they come. */}
      <div className="nobody-room" role="status">
        {isEmpty ? (
          <div className="nobody" role="note">
            {published === undefined ? null : (
              <span className="nobody-live">
                <CircleCheck size={16} aria-hidden />
                {t('publish.done', { number: published })}
              </span>
            )}
            <b>{what.title}</b>
            <span>{what.text}</span>
            {draft || period || begins === undefined ? null : (
              <Button type="primary" onClick={() => setAsked(true)}>
                {t('live.howToSend')}
              </Button>
            )}
            {opened.state === 'live' && !period ? <MakeSome journey={opened.id} /> : null}
            {draft || period ? null : (
              <button type="button" className="link-button nobody-ask" onClick={() => askWhyNot('')}>
                {t('whyNot.ask')}
              </button>
            )}
          </div>
        ) : null}
      </div>
      {begins === undefined || asked === undefined ? null : (
        <HowToSend event={begins} open={asked} close={() => setAsked(false)} />
      )}
    </>
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
