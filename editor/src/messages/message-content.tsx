import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayValue } from '../i18n/say-value.ts'
import { objectOf } from '../store/json.ts'

type Content = ReturnType<typeof objectOf>

/** A message as it reaches somebody, by the channel it takes. */
export function MessageContent({ channel, content }: { channel: string; content: Content }) {
  if (channel === 'email') return <Email content={content} />
  if (channel === 'inbox') return <InboxMessage content={content} />
  return <Request content={content} />
}

/** The HTML in a frame of its own that may run nothing and reach nothing of this page; its links open beside it. */
function Email({ content }: { content: Content }) {
  const { t } = useTranslation()
  const [view, setView] = useState<'html' | 'phone' | 'text'>('html')
  return (
    <>
      <fieldset className="filters">
        <legend className="unseen">{t('outbox.view')}</legend>
        {(['html', 'phone', 'text'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
            {t(`outbox.${one}`)}
          </button>
        ))}
      </fieldset>
      {view === 'text' ? (
        <pre className="code-block">{sayValue(content.text)}</pre>
      ) : (
        <iframe
          className="email"
          data-width={view}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          title={t('outbox.html')}
          srcDoc={`<base target="_blank">${sayValue(content.html)}`}
        />
      )}
    </>
  )
}

function InboxMessage({ content }: { content: Content }) {
  const { t } = useTranslation()
  const form = content.kind === 'popup' || content.kind === 'badge' ? content.kind : 'message'
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
