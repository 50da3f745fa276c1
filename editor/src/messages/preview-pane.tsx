import { CircleAlert, EyeOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Preview, type PreviewedNode, usePreview } from '../api/messages.ts'
import { wordFor } from '../i18n/word-for.ts'
import { Failure } from '../shell/failure.tsx'
import type { Config } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'
import { CustomerPicker, EventPicker } from './choose-previewed.tsx'
import { EmptyValues } from './empty-values.tsx'
import { MessageContent } from './message-content.tsx'
import { SendTest } from './send-test.tsx'
import { useAsked } from './use-asked.ts'
import { useSettled } from './use-settled.ts'

const settledAfterMs = 300

interface PreviewPaneProps {
  /** Names of the events that let customers in: the newest of hers stands for them until another is chosen. */
  begins: readonly string[]
  wanted: Pick<PreviewedNode, 'node' | 'journey'>
  /** Titles of fields by path. */
  fields: Record<string, string>
  /** The config as it is now, and how it is changed: values that come out empty are given a fallback. */
  config: Config
  change(config: Config): void
}

/** What a customer would get, rendered by the code that sends, as the message is written. */
export function PreviewPane({ wanted, fields, begins, config, change }: PreviewPaneProps) {
  const { t } = useTranslation()
  const asked = useAsked(useSettled(wanted, settledAfterMs), begins)
  const preview = usePreview(asked)
  const { data } = preview
  return (
    <section className="message-preview" aria-label={t('messages.preview')}>
      <div className="preview-choices">
        <CustomerPicker />
        <EventPicker begins={begins} />
      </div>
      {preview.isError ? <Failure error={preview.error} retry={() => void preview.refetch()} /> : null}
      {data ? <Shown preview={data} fields={fields} /> : null}
      {data ? <EmptyValues empty={data.empty} config={config} change={change} /> : null}
      {data?.channel === undefined ? null : <SendTest asked={asked} channel={data.channel} />}
    </section>
  )
}

function Shown({ preview, fields }: { preview: Preview; fields: Record<string, string> }) {
  const { t } = useTranslation()
  const { issues, channel, content, blocked, changes } = preview
  const named = (path: string) => fields[path.slice(1).split('/')[0] ?? '']
  return (
    <>
      {issues.length > 0 ? (
        <ul className="preview-issues" aria-label={t('messages.issues')}>
          {issues.map(({ code, path, message }) => (
            <li key={`${code} ${path}`}>
              <CircleAlert size={14} aria-hidden />
              <span>
                {/* The check's own words name the field already. */}
                {named(path) === undefined || message.startsWith(named(path) ?? '') ? null : <b>{named(path)} </b>}
                {message}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {blocked === undefined ? null : (
        <p className="preview-blocked">
          <EyeOff size={14} aria-hidden />
          {t('messages.blocked', { reason: wordFor(t, 'blockedReasons', blocked) })}
        </p>
      )}
      {channel === undefined || content === undefined ? null : (
        <div className="preview-message" data-preview={channel}>
          {typeof content.subject === 'string' ? (
            <dl className="preview-head">
              <div>
                <dt>{t('messages.subject')}</dt>
                <dd>
                  <b>{content.subject}</b>
                </dd>
              </div>
              <div>
                <dt>{t('outbox.from')}</dt>
                <dd>{String(content.from ?? '')}</dd>
              </div>
              <div>
                <dt>{t('outbox.to')}</dt>
                <dd>{content.to === '' ? t('messages.noAddress') : String(content.to ?? '')}</dd>
              </div>
            </dl>
          ) : null}
          <MessageContent channel={channel} content={objectOf(content)} />
        </div>
      )}
      {changes === undefined ? null : (
        <pre className="code-block" data-preview="changes">
          {JSON.stringify(changes, undefined, 2)}
        </pre>
      )}
    </>
  )
}
