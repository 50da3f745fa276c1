import { Activity, CheckCircle2, CircleAlert, Flag, LogIn, Send, Split } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { TimelineItem } from '../api/types.ts'
import { now } from '../i18n/now.ts'
import { dayOf, sayDay, sayInstant, sayTime } from '../i18n/say.ts'
import { sayValue } from '../i18n/say-value.ts'
import { sayReason, sayTouchState, wordFor } from '../i18n/word-for.ts'
import { objectOf } from '../store/json.ts'
import { NodeName, OutletName } from './node-name.tsx'

/** What happened, by day, newest first. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  const { t, i18n } = useTranslation()
  const days = byDay(items)
  const today = dayOf(new Date(now()).toISOString())
  const yesterday = dayOf(new Date(now() - 86_400_000).toISOString())
  const say = (day: string, at: string) =>
    day === today ? t('customers.today') : day === yesterday ? t('customers.yesterday') : sayDay(at, i18n.language)
  return days.map(([day, happened]) => (
    <section key={day} className="day" aria-label={say(day, happened[0]?.at ?? day)}>
      <h3>{say(day, happened[0]?.at ?? day)}</h3>
      <ol className="timeline">
        {happened.map((item, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two things of one instant differ by nothing else
          <li key={`${item.at} ${item.kind} ${nth}`} data-kind={item.kind}>
            <Happened item={item} />
          </li>
        ))}
      </ol>
    </section>
  ))
}

function byDay(items: readonly TimelineItem[]): [string, TimelineItem[]][] {
  const days = new Map<string, TimelineItem[]>()
  for (const item of items) {
    const day = dayOf(item.at)
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return [...days]
}

const icons = { event: Activity, entered: LogIn, visit: Split, touch: Send, ended: Flag }

function Happened({ item }: { item: TimelineItem }) {
  const { t, i18n } = useTranslation()
  const Icon =
    item.kind === 'visit' && item.state === 'passed'
      ? CheckCircle2
      : item.kind === 'visit'
        ? CircleAlert
        : icons[item.kind]
  const values = valuesOf(item)
  return (
    <>
      <span className="happened-icon" aria-hidden="true">
        <Icon size={14} />
      </span>
      <div className="happened">
        <div className="happened-line">
          <span className="kind" title={item.kind === 'touch' ? t('customers.touchText') : undefined}>
            {t(`customers.kinds.${item.kind}`)}
          </span>{' '}
          <Said item={item} />
          <time dateTime={item.at} title={new Date(item.at).toLocaleString(i18n.language)}>
            {sayTime(item.at, i18n.language)}
          </time>
        </div>
        {values.length > 0 ? (
          <dl className="values" aria-label={item.kind === 'visit' ? t('customers.saw') : t('customers.details')}>
            {values.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
    </>
  )
}

/** The sentence: what she did, where she went, what reached her. */
function Said({ item }: { item: TimelineItem }) {
  const { t } = useTranslation()
  if (item.kind === 'event') {
    return <b>{item.type === 'identify' ? t('customers.identified') : item.name}</b>
  }
  const journey = <Link to={`/journeys/${item.journey}/live`}>{item.journeyName}</Link>
  if (item.kind === 'entered') {
    return (
      <>
        {journey} <span className="quiet">← {item.entry}</span>
      </>
    )
  }
  if (item.kind === 'ended') {
    return (
      <>
        {journey} · <b>{wordFor(t, 'endings', item.reason)}</b>{' '}
        {item.note ? <span className="quiet">{item.note}</span> : null}
      </>
    )
  }
  const node = (
    <Link to={`/journeys/${item.journey}/live?node=${encodeURIComponent(item.node)}`}>
      <b>
        <NodeName {...item} />
      </b>
    </Link>
  )
  if (item.kind === 'touch') {
    return (
      <>
        {node} · {wordFor(t, 'channels', item.channel)}{' '}
        <span className="touch-state" data-state={item.state}>
          {sayTouchState(t, item)}
        </span>{' '}
        {item.reason ? <span className="quiet">{sayReason(t, item.reason)}</span> : null}
        <Reaction item={item} />
      </>
    )
  }
  return (
    <>
      {node}{' '}
      <span className="quiet">
        {item.outlet === null ? (
          t('customers.endedHere')
        ) : item.outlet === 'next' && (item.state === 'blocked' || item.state === 'failed') ? (
          // Its words speak of what went well.
          t('customers.wentOn')
        ) : (
          <>
            → <OutletName {...item} outlet={item.outlet} />
          </>
        )}
      </span>{' '}
      {item.state === 'passed' ? null : (
        <span className="touch-state" data-state={item.state}>
          {wordFor(t, 'touchStates', item.state)}
        </span>
      )}{' '}
      {item.reason ? <span className="quiet">{sayReason(t, item.reason)}</span> : null}
    </>
  )
}

/** When she opened what reached her, and followed a link in it. */
function Reaction({ item: { openedAt, clickedAt } }: { item: Extract<TimelineItem, { kind: 'touch' }> }) {
  const { t, i18n } = useTranslation()
  return (
    <>
      {openedAt === undefined ? null : (
        <span className="quiet">· {t('opens.openedAt', { time: sayInstant(openedAt, i18n.language) })} </span>
      )}
      {clickedAt === undefined ? null : (
        <span className="quiet">· {t('opens.clickedAt', { time: sayInstant(clickedAt, i18n.language) })}</span>
      )}
    </>
  )
}

/** What the event carried, or what the decision saw. */
function valuesOf(item: TimelineItem): [string, string][] {
  const values = item.kind === 'event' ? item.properties : item.kind === 'visit' ? item.seen : {}
  return Object.entries(objectOf(values)).map(([name, value]) => [name, sayValue(value)])
}
