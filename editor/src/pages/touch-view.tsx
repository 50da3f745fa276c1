import { Button } from 'antd'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Message } from '../api/messages.ts'
import { sayInstant } from '../i18n/say.ts'
import { sayValue } from '../i18n/say-value.ts'
import { sayReason, sayTouchState, wordFor } from '../i18n/word-for.ts'
import { MessageContent } from '../messages/message-content.tsx'
import { objectOf } from '../store/json.ts'
import { CustomerName } from './customer-name.tsx'
import { NodeName } from './node-name.tsx'
import { titleOf } from './outbox-entry.ts'

/** One message as it reached somebody, and where it came from. */
export function TouchView({ entry, close }: { entry: Message; close: () => void }) {
  const { t, i18n } = useTranslation()
  const content = objectOf(entry.content)
  const { customer, journey, node, reason, by, openedAt, clickedAt } = entry
  const title = titleOf(entry) ?? t('outbox.noSubject')
  return (
    <article className="touch-view" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Button
          type="text"
          aria-label={t('common.close')}
          title={t('common.close')}
          icon={<X size={16} aria-hidden />}
          onClick={close}
        />
      </header>
      <dl className="touch-facts">
        {by === null ? null : <Fact name={t('messages.testOf')}>{by}</Fact>}
        <Fact name={t(by === null ? 'outbox.to' : 'messages.withValues')}>
          {customer === null ? (
            t('messages.nobody')
          ) : (
            <Link to={`/customers/${encodeURIComponent(customer)}`}>
              <CustomerName id={customer} name={entry.customerName} />
            </Link>
          )}
          {content.to === undefined ? null : <span className="quiet"> {sayValue(content.to)}</span>}
        </Fact>
        {content.from === undefined ? null : <Fact name={t('outbox.from')}>{sayValue(content.from)}</Fact>}
        {journey === null ? null : (
          <Fact name={t('outbox.journey')}>
            <Link to={`/journeys/${journey}${by === null ? '/live' : ''}?node=${encodeURIComponent(node)}`}>
              {entry.journeyName} · <NodeName journey={journey} node={node} version={entry.version ?? undefined} />
            </Link>
          </Fact>
        )}
        <Fact name={wordFor(t, 'channels', entry.channel)}>
          <span className="touch-state" data-state={entry.state}>
            {sayTouchState(t, entry)}
          </span>{' '}
          <time className="quiet" dateTime={entry.at} title={entry.at}>
            {entry.attempts === null ? '' : `${t('outbox.attempts', { count: entry.attempts })} · `}
            {sayInstant(entry.at, i18n.language)}
          </time>
          {entry.keptHere && entry.state === 'delivered' ? <p className="quiet">{t('outbox.keptHereText')}</p> : null}
        </Fact>
        {openedAt === null ? null : (
          <Fact name={t('opens.openedFact')}>
            <time dateTime={openedAt}>{sayInstant(openedAt, i18n.language)}</time>
          </Fact>
        )}
        {clickedAt === null ? null : (
          <Fact name={t('opens.clickedFact')}>
            <time dateTime={clickedAt}>{sayInstant(clickedAt, i18n.language)}</time>
          </Fact>
        )}
        {reason === null ? null : <Fact name={t('outbox.reason')}>{sayReason(t, reason)}</Fact>}
      </dl>
      <MessageContent channel={entry.channel} content={content} />
    </article>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
