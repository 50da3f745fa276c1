import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Eye } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { createJourney } from '../api/journeys.ts'
import type { Template } from '../api/templates.ts'
import type { NodeTypes } from '../node-types/links.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { Drawing } from './drawing.tsx'
import { type EventNames, NeededEvents } from './needed-events.tsx'
import { TemplateLook } from './template-look.tsx'
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
  const [names, setNames] = useState<EventNames>(new Map())
  const [looking, setLooking] = useState(false)
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
      <button
        type="button"
        className="template-open"
        aria-label={t('templates.lookNamed', { name: template.name })}
        onClick={() => setLooking(true)}
      >
        <Drawing journey={journey} types={types} />
        <span>
          <Eye size={14} aria-hidden />
          {t('templates.look')}
        </span>
      </button>
      <div className="template-words">
        <h3>{template.name}</h3>
        <p>{template.about}</p>
        <NeededEvents events={template.events} received={received} names={names} rename={setNames} />
      </div>
      <Button
        block
        onClick={() => take.mutate()}
        loading={take.isPending}
        aria-label={t('templates.useNamed', { name: template.name })}
      >
        {t('templates.use')}
      </Button>
      <TemplateLook
        open={looking}
        close={() => setLooking(false)}
        use={() => take.mutate()}
        using={take.isPending}
        {...{ template, types, received, names, rename: setNames }}
      />
    </article>
  )
}
