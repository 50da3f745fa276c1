import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { WhyNotEntered } from '../api/types.ts'
import { sayInstant } from '../i18n/say.ts'
import { wordFor } from '../i18n/word-for.ts'
import { nearName } from '../inspector/near-name.ts'
import { NodeName } from '../pages/node-name.tsx'
import { Ago } from '../shell/ago.tsx'
import { WhyNotConditions } from './why-not-conditions.tsx'
import { closedNow, wordOf } from './why-not-words.ts'

interface WhyNotAnswerProps {
  journey: string
  customer: string
  answer: WhyNotEntered
}

/** The answer in words: what stands against it, what is known of it, and where to go on. */
export function WhyNotAnswer({ journey, customer, answer }: WhyNotAnswerProps) {
  const { t, i18n } = useTranslation()
  const { why, event, stood, enrollment, until, key, version, byApi } = answer
  const word = wordOf(answer)
  const closed = closedNow(answer)
  const at = (time: string | null | undefined) => (time ? sayInstant(time, i18n.language) : '')
  const said = {
    id: customer,
    events: answer.events.join(t('whyNot.or')),
    event: event?.name ?? '',
    at: at(event?.at),
    received: at(event?.receivedAt),
    since: at(stood?.since),
    until: at(until),
    key: key ?? '',
    version: stood?.version ?? version ?? '',
  }
  const known = why !== 'no-customer'
  return (
    <>
      <h3 data-why={why}>{t(`whyNot.said.${word}.title`, said)}</h3>
      <p>{t(`whyNot.said.${word}.text`, said)}</p>
      {why === 'rule' ? answer.conditions.map((one) => <WhyNotConditions key={one.node} condition={one} />) : null}
      {why === 'rule' && answer.byToday ? <p className="quiet">{t('whyNot.byToday')}</p> : null}
      {why === 'never-sent' ? <Instead answer={answer} /> : null}
      {why === 'never-sent' && byApi ? <p>{t('whyNot.alsoByApi')}</p> : null}
      {enrollment ? <Entered journey={journey} entered={enrollment} /> : null}
      {closed ? <p className="why-not-closed">{t(`whyNot.closed.${closed}`)}</p> : null}
      <p className="why-not-links">
        {known ? <Link to={`/customers/${encodeURIComponent(customer)}`}>{t('whyNot.timeline')}</Link> : null}
        {why === 'no-customer' || why === 'never-sent' ? <Link to="/rejected">{t('whyNot.rejected')}</Link> : null}
      </p>
    </>
  )
}

/** When she was in it, and how that ended. */
function Entered({ journey, entered }: { journey: string; entered: NonNullable<WhyNotEntered['enrollment']> }) {
  const { t, i18n } = useTranslation()
  const { enteredAt, endedAt, reason, node, version } = entered
  return (
    <dl className="why-not-facts">
      <div>
        <dt>{t('whyNot.entered')}</dt>
        <dd>{sayInstant(enteredAt, i18n.language)}</dd>
      </div>
      <div>
        <dt>{t(endedAt ? 'whyNot.left' : 'whyNot.standsAt')}</dt>
        <dd>
          {endedAt ? (
            `${sayInstant(endedAt, i18n.language)} · ${wordFor(t, 'endings', reason ?? 'completed')}`
          ) : (
            <NodeName journey={journey} node={node} version={version} />
          )}
        </dd>
      </div>
    </dl>
  )
}

/** What she sent in the place of the event: the nearest name first. */
function Instead({ answer: { events, others, anonymous } }: { answer: WhyNotEntered }) {
  const { t } = useTranslation()
  const names = others.map(({ name }) => name)
  const near = events.flatMap((event) => nearName(event, names) ?? [])[0]
  return (
    <>
      {anonymous ? (
        <p>
          {t('whyNot.anonymous', { event: anonymous.name })}{' '}
          <Link to={`/customers/${encodeURIComponent(anonymous.customer)}`}>{anonymous.customer}</Link>
        </p>
      ) : null}
      {near === undefined ? null : <p className="why-not-near">{t('whyNot.near', { name: near })}</p>}
      <h4>{t(others.length === 0 ? 'whyNot.sentNothing' : 'whyNot.sentInstead')}</h4>
      <ul className="why-not-sent">
        {others
          .toSorted((one, other) => Number(other.name === near) - Number(one.name === near))
          .map(({ name, times, at }) => (
            <li key={name} data-event={name}>
              <b>{name}</b>
              <span className="quiet">
                {t('whyNot.times', { count: times })} · <Ago at={at} />
              </span>
            </li>
          ))}
      </ul>
    </>
  )
}
