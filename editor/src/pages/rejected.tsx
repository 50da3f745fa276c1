import { Button, Input } from 'antd'
import { ArrowLeft, MessageSquareX, Search, X } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useRejected } from '../api/rejected.ts'
import type { RejectedMessage } from '../api/types.ts'
import { Ago } from '../shell/ago.tsx'
import { clearable } from '../shell/clearable.tsx'
import { Empty } from '../shell/empty.tsx'
import { Failure } from '../shell/failure.tsx'

const example = `curl ${window.location.origin}/v1/batch -u WRITE_KEY: \\
  -H 'Content-Type: application/json' \\
  -d '{"batch": [{"type": "track", "event": "add_to_cart"}]}'`

/** Messages that were set aside, with the reason. What is searched for is kept in the address. */
export function Rejected() {
  const { t } = useTranslation()
  const [address, setAddress] = useSearchParams()
  const typed = address.get('search') ?? ''
  const reason = address.get('reason') ?? ''
  const search = useDeferredValue(typed.trim())
  const rejected = useRejected(search, reason)
  const items = rejected.data?.pages.flatMap((page) => page.items) ?? []
  const ask = (name: 'search' | 'reason', value: string): void =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: name === 'search' },
    )
  const nothing = rejected.isSuccess && items.length === 0
  const isAsked = search !== '' || reason !== ''
  return (
    <div className="page">
      <div className="page-head">
        <Link className="icon-link" to="/events" aria-label={t('events.all')} title={t('events.all')}>
          <ArrowLeft size={18} aria-hidden />
        </Link>
        <h1>{t('rejected.title')}</h1>
        {reason === '' ? null : (
          <Button
            icon={<X size={14} aria-hidden />}
            iconPlacement="end"
            title={t('rejected.anyReason')}
            onClick={() => ask('reason', '')}
          >
            {items[0]?.issues.find(({ code }) => code === reason)?.message ?? reason}
          </Button>
        )}
        <Input
          className="page-search"
          allowClear={clearable}
          prefix={<Search size={14} aria-hidden />}
          placeholder={t('rejected.search')}
          aria-label={t('rejected.search')}
          value={typed}
          onChange={(event) => ask('search', event.target.value)}
        />
      </div>
      <p className="page-intro quiet">{t('rejected.intro')}</p>
      {rejected.isError ? <Failure error={rejected.error} retry={() => void rejected.refetch()} /> : null}
      {nothing && !isAsked ? (
        <Empty title={t('rejected.emptyTitle')} text={t('rejected.emptyText')} icon={<MessageSquareX aria-hidden />}>
          <pre className="code-block">{example}</pre>
        </Empty>
      ) : null}
      {nothing && isAsked ? (
        <Empty title={t('rejected.noneTitle')} text={t('rejected.noneText')} icon={<Search aria-hidden />}>
          <Button onClick={() => setAddress({})}>{t('rejected.clear')}</Button>
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <ul className="rejected" aria-label={t('rejected.list')}>
          {items.map((message) => (
            <RejectedRow key={message.id} rejected={message} only={(code) => ask('reason', code)} />
          ))}
        </ul>
      ) : null}
      {rejected.hasNextPage ? (
        <Button className="more" loading={rejected.isFetchingNextPage} onClick={() => void rejected.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </div>
  )
}

interface RejectedRowProps {
  rejected: RejectedMessage
  only: (code: string) => void
}

function RejectedRow({ rejected: { id, at, message, issues }, only }: RejectedRowProps) {
  const { t } = useTranslation()
  const { title, whole } = shown(message)
  return (
    <li data-rejected={id}>
      <div className="rejected-top">
        <b>{title || t('rejected.unnamed')}</b>
        <Ago at={at} className="quiet" />
      </div>
      {issues.map((issue) => (
        <div key={`${issue.code} ${issue.path}`} className="rejected-why">
          <button type="button" title={t('rejected.onlyReason')} onClick={() => only(issue.code)}>
            {issue.message}
          </button>
          {issue.path === '' ? null : <code>{issue.path}</code>}
        </div>
      ))}
      <details>
        <summary>{t('rejected.whole')}</summary>
        <pre className="code-block">{whole}</pre>
      </details>
    </li>
  )
}

/** What the message says it is, and the whole of it laid out: the text itself where it is no JSON object. */
function shown(message: string): { title: string; whole: string } {
  try {
    const parsed: unknown = JSON.parse(message)
    const whole = JSON.stringify(parsed, null, 2)
    if (typeof parsed !== 'object' || parsed === null) return { title: '', whole }
    const said = new Map<string, unknown>(Object.entries(parsed))
    const title = ['type', 'event', 'userId', 'anonymousId'].flatMap((name) => {
      const value = said.get(name)
      return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number' ? [String(value)] : []
    })
    return { title: title.join(' · '), whole }
  } catch {
    return { title: '', whole: message }
  }
}
