import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Check, CircleDashed } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { createJourney } from '../api/journeys.ts'
import type { Template } from '../api/templates.ts'
import type { NodeTypes } from '../node-types/links.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { Drawing } from './drawing.tsx'
import { withEvents } from './with-events.ts'

interface TemplateCardProps {
  template: Template
  types: NodeTypes
  /** Names of events that this workspace has received. */
  received: readonly string[]
}

/** A journey to take: what it looks like and does, which events it needs, and which of those are called otherwise here. */
export function TemplateCard({ template, types, received }: TemplateCardProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  const { journey } = template
  const take = useMutation({
    mutationFn: () => createJourney(withEvents(journey, names), template.family),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['journeys'] })
      message.success(t('templates.taken', { name: template.name }))
      void navigate(`/journeys/${id}`)
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  return (
    <article className="template" data-template={template.id} aria-label={template.name}>
      <Drawing journey={journey} types={types} />
      <div className="template-words">
        <h3>{template.name}</h3>
        <p>{template.about}</p>
        <ul className="template-events" aria-label={t('templates.needs')}>
          {template.events.map((event) => (
            <NeededEvent
              key={event}
              event={event}
              received={received}
              called={names.get(event)}
              call={(name) =>
                setNames(
                  (now) => new Map(name === '' ? [...now].filter(([of]) => of !== event) : [...now, [event, name]]),
                )
              }
            />
          ))}
        </ul>
      </div>
      <Button
        block
        onClick={() => take.mutate()}
        loading={take.isPending}
        aria-label={t('templates.useNamed', { name: template.name })}
      >
        {t('templates.use')}
      </Button>
    </article>
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
