import { Check, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** What events that a template needs are called in this workspace, where that is otherwise. */
export type EventNames = ReadonlyMap<string, string>

interface NeededEventsProps {
  events: readonly string[]
  /** Names of events that this workspace has received. */
  received: readonly string[]
  names: EventNames
  rename(names: EventNames): void
}

/** The events that a template needs, each with whether it was received, or by which name. */
export function NeededEvents({ events, received, names, rename }: NeededEventsProps) {
  const { t } = useTranslation()
  const call = (event: string, name: string) =>
    rename(new Map([...names].filter(([of]) => of !== event).concat(name === '' ? [] : [[event, name]])))
  return (
    <ul className="template-events" aria-label={t('templates.needs')}>
      {events.map((event) => (
        <NeededEvent
          key={event}
          event={event}
          received={received}
          called={names.get(event)}
          call={(name) => call(event, name)}
        />
      ))}
    </ul>
  )
}

interface NeededEventProps {
  event: string
  received: readonly string[]
  /** What stands for it here. */
  called: string | undefined
  call(name: string): void
}

/** An event that a template needs: received, or which of those that were received stands for it. */
function NeededEvent({ event, received, called, call }: NeededEventProps) {
  const { t } = useTranslation()
  const known = received.includes(event)
  return (
    <li data-received={known || called !== undefined}>
      {known || called !== undefined ? <Check size={14} aria-hidden /> : <CircleDashed size={14} aria-hidden />}
      <code>{event}</code>
      {known ? (
        <span className="quiet">{t('templates.received')}</span>
      ) : received.length === 0 ? (
        <span className="quiet">{t('templates.notReceived')}</span>
      ) : (
        <select
          className="select"
          aria-label={t('templates.called', { event })}
          value={called ?? ''}
          onChange={({ target }) => call(target.value)}
        >
          <option value="">{t('templates.notReceived')}</option>
          {received.map((name) => (
            <option key={name} value={name}>
              {t('templates.use_as', { name })}
            </option>
          ))}
        </select>
      )}
    </li>
  )
}
