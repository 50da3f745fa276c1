import { Activity, ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useSeenEvent } from '../api/seen.ts'
import type { SeenEvent, SeenPlace } from '../api/types.ts'
import { sayNumber } from '../i18n/say.ts'
import { Ago } from '../shell/ago.tsx'
import { Empty } from '../shell/empty.tsx'
import { Failure } from '../shell/failure.tsx'

/** One event: how often it arrives, what it carries, and who did it lately. */
export function OneEvent({ name }: { name: string }) {
  const { t } = useTranslation()
  const [address] = useSearchParams()
  const seen = useSeenEvent(name)
  const back = new URLSearchParams(address)
  back.delete('event')
  return (
    <div className="page">
      <div className="page-head">
        <Link className="icon-link" to={`/events?${back}`} aria-label={t('events.all')} title={t('events.all')}>
          <ArrowLeft size={18} aria-hidden />
        </Link>
        <h1>{name}</h1>
      </div>
      {seen.isError ? <Failure error={seen.error} retry={() => void seen.refetch()} /> : null}
      {seen.data?.total === 0 ? (
        <Empty title={t('events.neverTitle')} text={t('events.neverText', { name })} icon={<Activity aria-hidden />} />
      ) : null}
      {seen.data && seen.data.total > 0 ? <Known seen={seen.data} /> : null}
    </div>
  )
}

function Known({ seen }: { seen: SeenEvent }) {
  const { t, i18n } = useTranslation()
  const { day, week, total, firstAt, lastAt, looked, properties, recent } = seen
  const at = (when: string | null) => (when === null ? '–' : <Ago at={when} />)
  const facts = [
    { label: t('events.spans.day'), value: sayNumber(day, i18n.language) },
    { label: t('events.spans.week'), value: sayNumber(week, i18n.language) },
    { label: t('events.total'), value: sayNumber(total, i18n.language) },
    { label: t('events.last'), value: at(lastAt) },
    { label: t('events.first'), value: at(firstAt) },
  ]
  return (
    <>
      <dl className="event-facts">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <section className="event-part" aria-labelledby="event-properties">
        <h2 id="event-properties">{t('events.properties')}</h2>
        <p className="quiet">{t('events.looked', { count: looked })}</p>
        {properties.length === 0 ? (
          <p className="quiet">{t('events.noProperties')}</p>
        ) : (
          <Properties places={properties} looked={looked} />
        )}
      </section>
      <section className="event-part" aria-labelledby="event-recent">
        <h2 id="event-recent">{t('events.recent')}</h2>
        <ul className="event-recent">
          {recent.map(({ customer, at: when }) => (
            <li key={customer}>
              <Link to={`/customers/${encodeURIComponent(customer)}`}>{customer}</Link>
              <span className="quiet">{at(when)}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function Properties({ places, looked }: { places: readonly SeenPlace[]; looked: number }) {
  const { t, i18n } = useTranslation()
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('events.property')}</th>
          <th scope="col">{t('events.kind')}</th>
          <th scope="col" className="number">
            {t('events.share')}
          </th>
          <th scope="col" className="wide-only">
            {t('events.samples')}
          </th>
        </tr>
      </thead>
      <tbody>
        {places.map(({ path, kinds, count, samples }) => (
          <tr key={path} data-property={path}>
            <th scope="row">
              <code>{path}</code>
            </th>
            <td>{kinds.map((kind) => t(`rules.kinds.${kind}`)).join(' · ')}</td>
            <td className="number">{share.format(count / looked)}</td>
            <td className="wide-only event-samples">
              {samples.map((sample) => (
                <code key={JSON.stringify(sample)}>{String(sample)}</code>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
