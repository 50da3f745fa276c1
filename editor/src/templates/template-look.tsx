import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template } from '../api/templates.ts'
import type { NodeTypes } from '../node-types/links.ts'
import { Dialog } from '../shell/dialog.tsx'
import { Drawing } from './drawing.tsx'
import { type EventNames, NeededEvents } from './needed-events.tsx'
import { TemplateSettings } from './template-settings.tsx'
import { TemplateSteps } from './template-steps.tsx'
import { withEvents } from './with-events.ts'

interface TemplateLookProps {
  open: boolean
  template: Template
  types: NodeTypes
  /** Names of events that this workspace has received. */
  received: readonly string[]
  names: EventNames
  rename(names: EventNames): void
  close(): void
  use(): void
  using?: boolean
}

/** What is inside a template, before it is taken: drawn and in words, with the events that it needs and its settings. */
export function TemplateLook(props: TemplateLookProps) {
  const { open, template, types, received, names, rename, close, use, using = false } = props
  const { t } = useTranslation()
  const journey = useMemo(() => withEvents(template.journey, names), [template.journey, names])
  // Loaded with the first look; from then on it stays, so that closing gives the keyboard back.
  const [asked, setAsked] = useState(open)
  if (open && !asked) setAsked(true)
  if (!asked) return null
  return (
    <Dialog
      open={open}
      destroyOnHidden
      centered
      width="min(1080px, calc(100vw - 32px))"
      title={template.name}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>{t('common.close')}</Button>
          <Button type="primary" loading={using} onClick={use}>
            {t('templates.use')}
          </Button>
        </>
      }
    >
      <p className="quiet">{template.about}</p>
      <div className="template-look">
        <Drawing journey={journey} types={types} named />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too */}
        <section tabIndex={0} className="template-told" aria-label={t('templates.inWords')}>
          <h3>{t('templates.steps')}</h3>
          <TemplateSteps journey={journey} types={types} />
          <h3>{t('templates.needs')}</h3>
          <NeededEvents events={template.events} received={received} names={names} rename={rename} />
          <h3>{t('settings.title')}</h3>
          <TemplateSettings settings={journey.settings} />
        </section>
      </div>
    </Dialog>
  )
}
