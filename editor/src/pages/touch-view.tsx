import { Button } from 'antd'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Touch } from '../api/types.ts'
import { sayInstant } from '../i18n/say.ts'
import { sayValue } from '../i18n/say-value.ts'
import { wordFor } from '../i18n/word-for.ts'
import { objectOf } from '../store/json.ts'
import { NodeName } from './node-name.tsx'

/** One touch as it reached the customer, and where it came from. */
export function TouchView({ touch, close }: { touch: Touch; close: () => void }) {
  const { t, i18n } = useTranslation()
  const content = objectOf(touch.content)
  const title = sayValue(content.subject ?? content.title ?? content.url) || t('outbox.noSubject')
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
        <Fact name={t('outbox.to')}>
          <Link to={`/customers/${encodeURIComponent(touch.customer)}`}>{touch.customer}</Link>
          {content.to === undefined ? null : <span className="quiet"> {sayValue(content.to)}</span>}
        </Fact>
        {content.from === undefined ? null : <Fact name={t('outbox.from')}>{sayValue(content.from)}</Fact>}
        <Fact name={t('outbox.journey')}>
          <Link to={`/journeys/${touch.journey}/live?node=${encodeURIComponent(touch.node)}`}>
            {touch.journeyName} · <NodeName journey={touch.journey} node={touch.node} />
          </Link>
        </Fact>
        <Fact name={wordFor(t, 'channels', touch.channel)}>
          <span className="touch-state" data-state={touch.state}>
            {wordFor(t, 'touchStates', touch.state)}
          </span>{' '}
          <span className="quiet">
            {t('outbox.attempts', { count: touch.attempts })} · {sayInstant(touch.at, i18n.language)}
          </span>
        </Fact>
        {touch.reason === undefined ? null : <Fact name={t('outbox.reason')}>{touch.reason}</Fact>}
      </dl>
      {touch.channel === 'email' ? (
        <Email content={content} />
      ) : touch.channel === 'inbox' ? (
        <InboxMessage content={content} />
      ) : (
        <Request content={content} />
      )}
    </article>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

type Content = ReturnType<typeof objectOf>

/** The HTML in a frame of its own that may run nothing and reach nothing of this page; its links open beside it. */
function Email({ content }: { content: Content }) {
  const { t } = useTranslation()
  const [view, setView] = useState<'html' | 'text'>('html')
  return (
    <>
      <fieldset className="filters">
        <legend className="unseen">{t('outbox.view')}</legend>
        {(['html', 'text'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
            {t(`outbox.${one}`)}
          </button>
        ))}
      </fieldset>
      {view === 'html' ? (
        <iframe
          className="email"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          title={t('outbox.html')}
          srcDoc={`<base target="_blank">${sayValue(content.html)}`}
        />
      ) : (
        <pre className="code-block">{sayValue(content.text)}</pre>
      )}
    </>
  )
}

function InboxMessage({ content }: { content: Content }) {
  const { t } = useTranslation()
  const form = content.form === 'popup' || content.form === 'badge' ? content.form : 'message'
  return (
    <div className="inbox-message" data-form={form}>
      <span className="inbox-form">{t(`outbox.${form}`)}</span>
      <b>{sayValue(content.title)}</b>
      <p>{sayValue(content.body)}</p>
      {content.link === undefined ? null : <code>{sayValue(content.link)}</code>}
    </div>
  )
}

function Request({ content }: { content: Content }) {
  const { t } = useTranslation()
  const { method, url, headers, body, ...rest } = content
  return (
    <div className="request">
      <pre className="code-block">
        <b>{sayValue(method)}</b> {sayValue(url)}
      </pre>
      <h3>{t('outbox.headers')}</h3>
      <pre className="code-block">
        {Object.entries(objectOf(headers))
          .map(([name, value]) => `${name}: ${sayValue(value)}`)
          .join('\n') || t('common.none')}
      </pre>
      <h3>{t('outbox.body')}</h3>
      <pre className="code-block">{pretty(sayValue(body)) || t('common.none')}</pre>
      {Object.keys(rest).length > 0 ? <pre className="code-block">{JSON.stringify(rest, undefined, 2)}</pre> : null}
    </div>
  )
}

/** JSON on several lines; anything else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
