import { Button, Input } from 'antd'
import { Activity, MessageSquareX, Search } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useEventVolumes } from '../api/seen.ts'
import type { EventVolume } from '../api/types.ts'
import { sayNumber } from '../i18n/say.ts'
import { clearable } from '../shell/clearable.tsx'
import { Empty } from '../shell/empty.tsx'
import { Failure } from '../shell/failure.tsx'
import { OneEvent } from './one-event.tsx'
import '../styles/events.css'
import { Ago } from '../shell/ago.tsx'

const example = `curl ${window.location.origin}/v1/track -u WRITE_KEY: \\
  -H 'Content-Type: application/json' \\
  -d '{"userId": "ada", "event": "add_to_cart", "properties": {"value": 30, "currency": "EUR"}}'`

const spans = ['', 'day', 'week'] as const

/** What arrives: names and how often, or one name with its properties. All that is asked is kept in the address. */
export function Events() {
  const { t } = useTranslation()
  const [address, setAddress] = useSearchParams()
  const event = address.get('event')
  const typed = address.get('search') ?? ''
  const within = spans.find((span) => span === address.get('within')) ?? ''
  const search = useDeferredValue(typed.trim())
  const volumes = useEventVolumes(search, within)
  const items = volumes.data?.pages.flatMap((page) => page.items) ?? []
  const ask = (name: 'search' | 'within', value: string): void =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: name === 'search' },
    )
  if (event !== null) return <OneEvent name={event} />
  const nothing = volumes.isSuccess && items.length === 0
  const isAsked = search !== '' || within !== ''
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('events.title')}</h1>
        <fieldset className="filters">
          <legend className="unseen">{t('events.within')}</legend>
          {spans.map((span) => (
            <button key={span} type="button" aria-pressed={within === span} onClick={() => ask('within', span)}>
              {t(`events.spans.${span || 'any'}`)}
            </button>
          ))}
        </fieldset>
        <Input
          className="page-search"
          allowClear={clearable}
          prefix={<Search size={14} aria-hidden />}
          placeholder={t('events.search')}
          aria-label={t('events.search')}
          value={typed}
          onChange={({ target }) => ask('search', target.value)}
        />
      </div>
      <p className="page-intro quiet">
        {t('events.intro')}{' '}
        <Link className="events-rejected" to="/rejected">
          <MessageSquareX size={14} aria-hidden />
          {t('events.rejected')}
        </Link>
      </p>
      {volumes.isError ? <Failure error={volumes.error} retry={() => void volumes.refetch()} /> : null}
      {nothing && !isAsked ? (
        <Empty title={t('events.emptyTitle')} text={t('events.emptyText')} icon={<Activity aria-hidden />}>
          <pre className="code-block">{example}</pre>
        </Empty>
      ) : null}
      {nothing && isAsked ? (
        <Empty title={t('events.noneTitle')} text={t('events.noneText')} icon={<Search aria-hidden />}>
          <Button onClick={() => setAddress({})}>{t('events.clear')}</Button>
        </Empty>
      ) : null}
      {items.length > 0 ? <Volumes items={items} /> : null}
      {volumes.hasNextPage ? (
        <Button className="more" loading={volumes.isFetchingNextPage} onClick={() => void volumes.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </div>
  )
}

function Volumes({ items }: { items: readonly EventVolume[] }) {
  const { t, i18n } = useTranslation()
  const [address] = useSearchParams()
  const to = (name: string) => {
    const next = new URLSearchParams(address)
    next.set('event', name)
    return `/events?${next}`
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('events.name')}</th>
          <th scope="col" className="number">
            {t('events.spans.day')}
          </th>
          <th scope="col" className="number">
            {t('events.spans.week')}
          </th>
          <th scope="col" className="number wide-only">
            {t('events.total')}
          </th>
          <th scope="col">{t('events.last')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, day, week, total, lastAt }) => (
          <tr key={name} data-event={name}>
            <th scope="row">
              <Link className="row-link" to={to(name)}>
                {name}
              </Link>
            </th>
            <td className="number">{sayNumber(day, i18n.language)}</td>
            <td className="number">{sayNumber(week, i18n.language)}</td>
            <td className="number wide-only">{sayNumber(total, i18n.language)}</td>
            <td className="quiet">
              <Ago at={lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
