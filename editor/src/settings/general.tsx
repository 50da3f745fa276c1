import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { ChevronDown } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hideFirstSteps, useFirstSteps } from '../api/first-steps.ts'
import { putWorkspace, type Workspace } from '../api/settings.ts'
import { languageNames, languages } from '../i18n/i18n.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { Labelled, Panel } from './panel.tsx'
import { TrackOpens } from './track-opens.tsx'

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({
  value,
  label: value.replaceAll('_', ' '),
}))

/** Name, zone, language and what e-mails tell; and the way back to the first steps. */
export function General({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { delivery, ...kept } = workspace
  const [settings, setSettings] = useState(kept)
  const save = useMutation({
    mutationFn: () => putWorkspace(settings),
    onSuccess: (saved) => {
      queries.setQueryData(['workspace'], saved)
      message.success(t('setup.saved'))
      return queries.invalidateQueries({ queryKey: ['session'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Panel title={t('setup.general')}>
      <form onSubmit={submit} className="panel-form">
        <Labelled label={t('setup.name')} help={t('setup.nameHelp', { example: '{{ workspace.name }}' })}>
          {(id, describedBy) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              required
              maxLength={100}
              value={settings.name}
              onChange={({ target }) => setSettings({ ...settings, name: target.value })}
            />
          )}
        </Labelled>
        <Labelled label={t('setup.timeZone')} help={t('setup.timeZoneHelp')}>
          {(id, describedBy) => (
            <Select
              suffixIcon={<ChevronDown size={14} aria-hidden />}
              id={id}
              aria-describedby={describedBy}
              showSearch
              value={settings.timeZone}
              options={zones}
              onChange={(timeZone) => setSettings({ ...settings, timeZone })}
            />
          )}
        </Labelled>
        <Labelled label={t('setup.language')} help={t('setup.languageHelp')}>
          {(id, describedBy) => (
            <select
              id={id}
              aria-describedby={describedBy}
              className="select"
              value={settings.language}
              onChange={({ target }) =>
                setSettings({ ...settings, language: target.value === 'zh-CN' ? 'zh-CN' : 'en' })
              }
            >
              {languages.map((language) => (
                <option key={language} value={language}>
                  {languageNames[language]}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <TrackOpens
          publicUrl={delivery.publicUrl}
          checked={settings.trackOpensAndClicks}
          onChange={(trackOpensAndClicks) => setSettings({ ...settings, trackOpensAndClicks })}
        />
        <div className="panel-actions">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={settings.name.trim() === ''}>
            {t('setup.save')}
          </Button>
          <FirstStepsAgain />
        </div>
      </form>
    </Panel>
  )
}

/** Brings the first steps back to the page of journeys, where somebody put them away. */
function FirstStepsAgain() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data } = useFirstSteps()
  const show = useMutation({
    mutationFn: () => hideFirstSteps(false),
    onSuccess: () => {
      message.success(t('setup.firstStepsShown'))
      return queries.invalidateQueries({ queryKey: ['first-steps'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  return data?.hidden ? (
    <Button loading={show.isPending} onClick={() => show.mutate()}>
      {t('setup.showFirstSteps')}
    </Button>
  ) : null
}
