import { Eye } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { families } from '../api/journeys.ts'
import { useEventNames } from '../api/seen.ts'
import { type Template, useTemplates } from '../api/templates.ts'
import { importJourney } from '../commands/import-journey.ts'
import { useStores } from '../store/editor-stores.tsx'
import { refsOf } from '../store/notes.ts'
import { nearest } from './nearest.ts'
import type { EventNames } from './needed-events.tsx'
import { TemplateLook } from './template-look.tsx'
import { withEvents } from './with-events.ts'
import '../styles/starts.css'
import { message } from '../shell/notices.ts'

/** Templates for a journey with nothing in it: the nearest of each family. One that is taken becomes this very journey. */
export default function StartTemplates() {
  const { t } = useTranslation()
  const heading = useId()
  const { data: templates } = useTemplates()
  const { data: names } = useEventNames()
  const received = useMemo(() => (names ?? []).map(({ name }) => name), [names])
  if (!templates) return null
  return (
    <section className="starts" aria-labelledby={heading}>
      <h3 id={heading}>{t('starts.title')}</h3>
      <div className="start-grid">
        {nearest(templates, families, new Set(received)).map((template) => (
          <StartTemplate key={template.id} template={template} received={received} />
        ))}
      </div>
      <Link to="/templates">{t('starts.all')}</Link>
    </section>
  )
}

function StartTemplate({ template, received }: { template: Template; received: readonly string[] }) {
  const { t } = useTranslation()
  const { types } = useStores()
  const take = useTake()
  const [looking, setLooking] = useState(false)
  const [names, setNames] = useState<EventNames>(new Map())
  return (
    <div className="start" data-start={template.id}>
      <button type="button" className="start-take" onClick={() => take(template)}>
        <small className="start-family">{t(`templates.families.${template.family}`)}</small>
        <b>{template.name}</b>
        <small>{template.about}</small>
      </button>
      <button
        type="button"
        className="start-look"
        aria-label={t('templates.lookNamed', { name: template.name })}
        onClick={() => setLooking(true)}
      >
        <Eye size={14} aria-hidden />
        {t('templates.look')}
      </button>
      <TemplateLook
        open={looking}
        close={() => setLooking(false)}
        use={() => take({ ...template, journey: withEvents(template.journey, names) })}
        {...{ template, types, received, names, rename: setNames }}
      />
    </div>
  )
}

/** Draws a template here, as one step, which says what the journey is for too. A name that somebody has given to it stays. */
function useTake() {
  const { t } = useTranslation()
  const { document, session } = useStores()
  return ({ journey: file, family }: Template) => {
    const { journey, dispatch } = document.getState()
    const name = journey.name === t('journeys.newName') ? file.name : journey.name
    dispatch(importJourney({ ...file, name }, family))
    session.getState().select([])
    session.getState().show(refsOf(file))
    message.success(t('starts.taken', { name: file.name }), 6)
  }
}
