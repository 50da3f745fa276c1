import { Button } from 'antd'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useCustomer, useTimeline } from '../api/customers.ts'
import { sayInstant } from '../i18n/say.ts'
import { sayValue } from '../i18n/say-value.ts'
import { wordFor } from '../i18n/word-for.ts'
import { Failure } from '../shell/failure.tsx'
import { useTitle } from '../shell/use-title.ts'
import { NodeName } from './node-name.tsx'
import { NotIn } from './not-in.tsx'
import { PathTaken } from './path-taken.tsx'
import { Timeline } from './timeline.tsx'

/** `/customers/:id`: what is known of one customer, and everything that happened, newest first. */
export function CustomerPage() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  useTitle(id)
  const timeline = useTimeline(id)
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="page customer-page">
      <div className="page-head">
        <Link className="icon-link" to="/customers" aria-label={t('customers.back')} title={t('customers.back')}>
          <ArrowLeft size={18} aria-hidden />
        </Link>
        <Called id={id} />
      </div>
      <div className="customer-columns">
        <section aria-labelledby="timeline-title">
          <h2 id="timeline-title">{t('customers.timeline')}</h2>
          {timeline.isError ? <Failure error={timeline.error} retry={() => void timeline.refetch()} /> : null}
          {timeline.isSuccess && items.length === 0 ? <p className="quiet">{t('customers.noTimeline')}</p> : null}
          <Timeline items={items} />
          {timeline.hasNextPage ? (
            <Button
              className="more"
              loading={timeline.isFetchingNextPage}
              onClick={() => void timeline.fetchNextPage()}
            >
              {t('common.more')}
            </Button>
          ) : null}
        </section>
        <div className="customer-beside">
          <Known id={id} />
          <NotIn customer={id} />
          <PathTaken customer={id} items={items} />
        </div>
      </div>
    </div>
  )
}

/** Her name, where it is known, and her id. */
function Called({ id }: { id: string }) {
  const { data } = useCustomer(id)
  const name = [data?.attributes.name, data?.attributes.email].find(
    (one) => typeof one === 'string' && one.trim() !== '',
  )
  return (
    <h1>
      {typeof name === 'string' && name !== id ? (
        <>
          {name} <span className="quiet customer-id">{id}</span>
        </>
      ) : (
        id
      )}
    </h1>
  )
}

/** Attributes, consents, and where she is now. */
function Known({ id }: { id: string }) {
  const { t, i18n } = useTranslation()
  const { data } = useCustomer(id)
  if (!data) return null
  const attributes = Object.entries(data.attributes)
  const consents = Object.entries(data.consents)
  return (
    <aside className="known" aria-labelledby="known-title">
      <h2 id="known-title">{t('customers.attributes')}</h2>
      {attributes.length === 0 ? <p className="quiet">{t('customers.noAttributes')}</p> : null}
      <dl>
        {attributes.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{sayValue(value)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('customers.since')}</dt>
          <dd>{sayInstant(data.createdAt, i18n.language)}</dd>
        </div>
      </dl>
      {data.journeys.length > 0 ? (
        <>
          <h3>{t('customers.inside')}</h3>
          <ul className="inside">
            {data.journeys.map((inside) => (
              <li key={inside.enrollment}>
                <Link to={`/journeys/${inside.journey}/live?node=${encodeURIComponent(inside.node)}`}>
                  {inside.name}
                </Link>
                <span className="quiet">
                  <NodeName {...inside} /> · {wordFor(t, 'enrollment', inside.state)} ·{' '}
                  {t('customers.dueAt', { time: sayInstant(inside.dueAt, i18n.language) })}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {consents.length > 0 ? (
        <>
          <h3>{t('customers.consents')}</h3>
          <dl>
            {consents.map(([channel, allowed]) => (
              <div key={channel}>
                <dt>{wordFor(t, 'channels', channel)}</dt>
                <dd>{t(allowed ? 'customers.allowed' : 'customers.refused')}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
    </aside>
  )
}
