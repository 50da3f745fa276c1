import { Button, Input } from 'antd'
import { Search, Send, X } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { type Message, soughtStates, useMessages } from '../api/messages.ts'
import { sayTouchState, wordFor } from '../i18n/word-for.ts'
import { Ago } from '../shell/ago.tsx'
import { clearable } from '../shell/clearable.tsx'
import { Empty } from '../shell/empty.tsx'
import { Failure } from '../shell/failure.tsx'
import { useAddress } from '../shell/use-address.ts'
import { CustomerName } from './customer-name.tsx'
import { JourneyName } from './node-name.tsx'
import { titleOf, whoGot } from './outbox-entry.ts'
import { TouchView } from './touch-view.tsx'
import '../styles/lists.css'
import '../styles/opens.css'

const channels = ['email', 'webhook', 'inbox'] as const

/** Everything that was sent or held back, and what was sent as a test, marked. What is asked for stands in the address. */
export function Outbox() {
  const { t } = useTranslation()
  const { read, write } = useAddress()
  const tests = read('tests') !== ''
  const customer = useDeferredValue(read('customer').trim())
  const filter = { channel: read('channel'), state: read('state'), customer, journey: read('journey') }
  const list = useMessages({ ...filter, tests })
  const items = (list.data?.pages ?? []).flatMap((page) => page.items)
  const chosen = items.find(({ id }) => id === read('touch'))
  const nothing = list.isSuccess && items.length === 0
  const filtered = Object.values(filter).some((value) => value !== '')
  return (
    <div className="page outbox">
      <div className="page-head">
        <h1>{t('outbox.title')}</h1>
        <fieldset className="filters">
          <legend className="unseen">{t('outbox.channel')}</legend>
          <button
            type="button"
            aria-pressed={!tests && filter.channel === ''}
            onClick={() => write({ tests: '', channel: '', touch: '' })}
          >
            {t('outbox.all')}
          </button>
          {channels.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={!tests && filter.channel === one}
              onClick={() => write({ tests: '', channel: one, touch: '' })}
            >
              {t(`outbox.channels.${one}`)}
            </button>
          ))}
          <button
            type="button"
            aria-pressed={tests}
            onClick={() => write({ tests: '1', channel: '', state: '', customer: '', journey: '', touch: '' })}
          >
            {t('messages.tests')}
          </button>
        </fieldset>
        {tests ? null : (
          <>
            {filter.journey === '' ? null : (
              <Button
                icon={<X size={14} aria-hidden />}
                iconPlacement="end"
                title={t('lists.anyJourney')}
                onClick={() => write({ journey: '' })}
              >
                <JourneyName id={filter.journey} />
              </Button>
            )}
            <select
              className="select page-select"
              aria-label={t('messages.state')}
              value={filter.state}
              onChange={({ target }) => write({ state: target.value })}
            >
              <option value="">{t('messages.anyState')}</option>
              {soughtStates.map((state) => (
                <option key={state} value={state}>
                  {state === 'opened' || state === 'clicked' ? t(`opens.${state}`) : wordFor(t, 'touchStates', state)}
                </option>
              ))}
            </select>
            <Input
              className="page-search narrow"
              allowClear={clearable}
              prefix={<Search size={14} aria-hidden />}
              placeholder={t('messages.ofCustomer')}
              aria-label={t('messages.ofCustomer')}
              value={read('customer')}
              onChange={({ target }) => write({ customer: target.value }, { typing: true })}
            />
          </>
        )}
      </div>
      {list.isError ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {nothing && !tests && filtered ? (
        <Empty title={t('messages.noneTitle')} text={t('messages.noneText')} icon={<Search aria-hidden />}>
          <Button onClick={() => write({ channel: '', state: '', customer: '', journey: '' })}>
            {t('messages.showAll')}
          </Button>
        </Empty>
      ) : null}
      {nothing && tests ? (
        <Empty title={t('messages.noTestsTitle')} text={t('messages.noTestsText')} icon={<Send aria-hidden />} />
      ) : null}
      {nothing && !tests && !filtered ? (
        <Empty title={t('outbox.emptyTitle')} text={t('outbox.emptyText')} icon={<Send aria-hidden />} />
      ) : null}
      {items.length > 0 ? (
        <div className="outbox-columns" data-chosen={chosen !== undefined}>
          <section className="touch-list" aria-label={t('outbox.list')}>
            <ul>
              {items.map((entry) => (
                <li key={entry.id}>
                  <TouchRow entry={entry} chosen={entry === chosen} choose={() => write({ touch: entry.id })} />
                </li>
              ))}
            </ul>
            {list.hasNextPage ? (
              <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('common.more')}
              </Button>
            ) : null}
          </section>
          {chosen ? (
            <TouchView key={chosen.id} entry={chosen} close={() => write({ touch: '' })} />
          ) : (
            <p className="touch-none quiet">{t('outbox.choose')}</p>
          )}
        </div>
      ) : null}
    </div>
  )
}

interface TouchRowProps {
  entry: Message
  chosen: boolean
  choose: () => void
}

function TouchRow({ entry, chosen, choose }: TouchRowProps) {
  const { t } = useTranslation()
  const { id, kind, channel, state, at, openedAt, clickedAt } = entry
  const reaction = clickedAt !== null ? 'clicked' : openedAt !== null ? 'opened' : undefined
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
        <span className="touch-who">
          <CustomerName {...whoGot(entry)} />
        </span>
        <Ago at={at} className="quiet" />
      </span>
      <span className="touch-title">{titleOf(entry) ?? t('outbox.noSubject')}</span>
      <span className="touch-tags">
        <span className="quiet">{wordFor(t, 'channels', channel)}</span>
        <span>
          {kind === 'test' ? <span className="touch-state">{t('messages.isTest')}</span> : null}
          <span className="touch-state" data-state={state}>
            {sayTouchState(t, entry)}
          </span>
          {reaction === undefined ? null : (
            <span className="touch-state" data-state={reaction}>
              {t(`opens.${reaction}`)}
            </span>
          )}
        </span>
      </span>
    </button>
  )
}
