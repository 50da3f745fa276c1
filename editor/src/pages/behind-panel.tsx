import { Button } from 'antd'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEnrollments } from '../api/customers.ts'
import type { Behind, Enrollment } from '../api/types.ts'
import { numberWords } from '../i18n/number-words.ts'
import { sayAgo, sayInstant } from '../i18n/say.ts'
import { useNow } from '../i18n/use-now.ts'
import { sayReason, wordFor } from '../i18n/word-for.ts'
import { nameAmong } from '../node-types/tell-apart.ts'
import { outletsOfNode } from '../node-types/words.ts'
import { Failure } from '../shell/failure.tsx'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { sayPeriod } from '../watching/period.ts'
import { useChosenPeriod } from '../watching/use-period.ts'
import { CustomerName } from './customer-name.tsx'
import { NodeName } from './node-name.tsx'

/** The customers behind a number; each leads to her timeline. */
export function BehindPanel({ journey, behind }: { journey: string; behind: Behind }) {
  const { t, i18n } = useTranslation()
  const { period } = useChosenPeriod()
  const days = behind.state === 'active' ? undefined : period
  const enrollments = useEnrollments(journey, behind, days)
  const openBehind = useSession((state) => state.openBehind)
  const title = useBehindTitle(behind)
  const items = enrollments.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <aside className="inspector behind" aria-label={t('live.customersBehind')}>
      <header className="inspector-head">
        <div>
          <h2>{t('live.customersBehind')}</h2>
          <p className="quiet">{title}</p>
          {days ? <p className="quiet">{t('period.said', { days: sayPeriod(days, i18n.language) })}</p> : null}
        </div>
        <Button
          type="text"
          aria-label={t('common.close')}
          title={t('common.close')}
          icon={<X size={16} aria-hidden />}
          onClick={() => openBehind(undefined)}
        />
      </header>
      {enrollments.isError ? <Failure error={enrollments.error} retry={() => void enrollments.refetch()} /> : null}
      {enrollments.isSuccess && items.length === 0 ? <p className="quiet">{t('live.none')}</p> : null}
      <ul className="behind-list">
        {items.map((enrollment) => (
          <li key={`${enrollment.id} ${enrollment.visit?.id}`}>
            <BehindRow journey={journey} enrollment={enrollment} />
          </li>
        ))}
      </ul>
      {enrollments.hasNextPage ? (
        <Button block loading={enrollments.isFetchingNextPage} onClick={() => void enrollments.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </aside>
  )
}

function BehindRow({ journey, enrollment }: { journey: string; enrollment: Enrollment }) {
  const { t, i18n } = useTranslation()
  const why = useWhy(enrollment)
  const ended = enrollment.state === 'ended'
  const how = ended
    ? wordFor(t, 'endings', enrollment.reason ?? 'completed')
    : wordFor(t, 'enrollment', enrollment.state)
  return (
    <Link
      className="behind-row"
      data-customer={enrollment.customer}
      to={`/customers/${encodeURIComponent(enrollment.customer)}`}
    >
      <span className="behind-who">
        <CustomerName id={enrollment.customer} name={enrollment.customerName} />
      </span>
      <span>
        {how} · <NodeName journey={journey} node={enrollment.node} version={enrollment.version} />
      </span>
      {why === undefined ? null : <span className="behind-why">{why}</span>}
      <time className="quiet" dateTime={enrollment.enteredAt} title={sayInstant(enrollment.enteredAt, i18n.language)}>
        {t('live.enteredAt', { time: sayAgo(enrollment.enteredAt, i18n.language, useNow()) })}
      </time>
    </Link>
  )
}

/** Why what was asked for came to her: what stood against a touch, or what was said of her ending. */
function useWhy({ visit, note }: Enrollment): string | undefined {
  const { t } = useTranslation()
  if (visit) {
    if (visit.reason === null) return undefined
    // Who went on although nobody knows whether it arrived has passed.
    const state = visit.state === 'passed' ? 'in-doubt' : visit.state
    return t('live.why', { what: wordFor(t, 'touchStates', state), why: sayReason(t, visit.reason) })
  }
  return note ?? undefined
}

/** What a node's number is called; who rests there is anything else. */
const whats: Partial<Record<NonNullable<Behind['state']>, keyof typeof numberWords>> = {
  passed: 'passed',
  failed: 'failed',
  blocked: 'blocked',
  delivered: 'delivered',
  'in-doubt': 'inDoubt',
  opened: 'opened',
  clicked: 'clicked',
}

function useBehindTitle(behind: Behind): string {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const journey = useDocument((state) => state.journey)
  if (behind.node !== undefined) {
    const node = nodeById(journey, behind.node)
    const name = nameAmong(journey, behind.node, types, i18n.language)
    const outlet = node && outletsOfNode(node, types, i18n.language, []).find((one) => one.outlet === behind.outlet)
    if (behind.outlet !== undefined)
      return t('live.behindOutlet', { node: name, outlet: outlet?.label ?? behind.outlet })
    return t('live.behindNode', {
      node: name,
      what: t(numberWords[whats[behind.state ?? 'active'] ?? 'here']),
    })
  }
  if (behind.reason !== undefined) return wordFor(t, 'endings', behind.reason)
  if (behind.state === 'failed') return t('period.failures')
  return behind.state === 'active' ? t('live.active') : t('live.everybody')
}
