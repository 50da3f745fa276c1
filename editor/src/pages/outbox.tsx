import { Button } from 'antd'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useTouches } from '../api/customers.ts'
import type { Touch } from '../api/types.ts'
import { sayAgo, sayInstant } from '../i18n/say.ts'
import { wordFor } from '../i18n/word-for.ts'
import { Empty } from '../shell/empty.tsx'
import { Failure } from '../shell/failure.tsx'
import { TouchView } from './touch-view.tsx'

const channels = ['', 'email', 'webhook', 'inbox'] as const

/** Everything that was sent or held back, as an inbox would show it. */
export function Outbox() {
  const { t } = useTranslation()
  const [channel, setChannel] = useState('')
  const touches = useTouches(channel)
  const [search, setSearch] = useSearchParams()
  const items = touches.data?.pages.flatMap((page) => page.items) ?? []
  const chosen = items.find(({ id }) => id === search.get('touch'))
  const nothing = touches.isSuccess && items.length === 0
  return (
    <div className="page outbox">
      <div className="page-head">
        <h1>{t('outbox.title')}</h1>
        <fieldset className="filters">
          <legend className="unseen">{t('outbox.channel')}</legend>
          {channels.map((one) => (
            <button key={one} type="button" aria-pressed={channel === one} onClick={() => setChannel(one)}>
              {one === '' ? t('outbox.all') : t(`outbox.channels.${one}`)}
            </button>
          ))}
        </fieldset>
      </div>
      {touches.isError ? <Failure error={touches.error} retry={() => void touches.refetch()} /> : null}
      {nothing && channel !== '' ? <p className="quiet">{t('outbox.filtered')}</p> : null}
      {nothing && channel === '' ? (
        <Empty title={t('outbox.emptyTitle')} text={t('outbox.emptyText')} icon={<Send aria-hidden />} />
      ) : null}
      {items.length > 0 ? (
        <div className="outbox-columns" data-chosen={chosen !== undefined}>
          <section className="touch-list" aria-label={t('outbox.list')}>
            <ul>
              {items.map((touch) => (
                <li key={touch.id}>
                  <TouchRow touch={touch} chosen={touch === chosen} choose={() => setSearch({ touch: touch.id })} />
                </li>
              ))}
            </ul>
            {touches.hasNextPage ? (
              <Button block loading={touches.isFetchingNextPage} onClick={() => void touches.fetchNextPage()}>
                {t('common.more')}
              </Button>
            ) : null}
          </section>
          {chosen ? (
            <TouchView key={chosen.id} touch={chosen} close={() => setSearch({})} />
          ) : (
            <p className="touch-none quiet">{t('outbox.choose')}</p>
          )}
        </div>
      ) : null}
    </div>
  )
}

interface TouchRowProps {
  touch: Touch
  chosen: boolean
  choose: () => void
}

function TouchRow({ touch, chosen, choose }: TouchRowProps) {
  const { t, i18n } = useTranslation()
  const { id, customer, channel, state, at, content } = touch
  const title = [content.subject, content.title, content.url].find((text) => typeof text === 'string' && text !== '')
  return (
    <button
      type="button"
      className="touch-row"
      data-touch={id}
      data-state={state}
      aria-pressed={chosen}
      onClick={choose}
    >
      <span className="touch-top">
        <b>{customer}</b>
        <time className="quiet" dateTime={at} title={sayInstant(at, i18n.language)}>
          {sayAgo(at, i18n.language)}
        </time>
      </span>
      <span className="touch-title">{typeof title === 'string' ? title : t('outbox.noSubject')}</span>
      <span className="touch-tags">
        <span className="quiet">{wordFor(t, 'channels', channel)}</span>
        <span className="touch-state" data-state={state}>
          {wordFor(t, 'touchStates', state)}
        </span>
      </span>
    </button>
  )
}
