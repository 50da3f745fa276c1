import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSettings } from '../commands/change-settings.ts'
import { messagesAt } from '../node-types/problems.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { useIssues } from '../store/issues.ts'
import type { Config } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'
import { same } from '../store/merge.ts'
import ConfigForm from './config-form.tsx'
import { completeSettings, shownSettings } from './settings-draft.ts'
import { settingsSchema, settingsWords } from './settings-schema.ts'

/** What holds for everybody in the journey: re-entry, goal, exits and limits. */
export default function JourneySettings() {
  const { t } = useTranslation()
  const { document, session } = useStores()
  const settings = useDocument((state) => state.journey.settings)
  const { data } = useIssues()
  const words = useMemo(() => settingsWords(t), [t])
  const issues = useMemo(() => messagesAt(data ?? [], document.getState().journey, undefined), [data, document])
  const kept = useMemo(() => objectOf(settings), [settings])
  const typed = useSession((state) => state.settingsTyped)
  // What is typed but not complete yet lives in the session; an undo or a colleague's change elsewhere wins over it.
  const value = shownSettings(typed, kept)

  const change = useCallback(
    (next: Config, field: string | undefined) => {
      session.setState({ settingsTyped: next })
      const { journey, dispatch } = document.getState()
      const complete = completeSettings(next, objectOf(journey.settings))
      if (!same(objectOf(complete), objectOf(journey.settings))) dispatch(changeSettings(complete, field))
    },
    [document, session],
  )
  return (
    <>
      <header className="inspector-head">
        <div>
          <h2>{t('settings.title')}</h2>
          <p className="quiet">{t('settings.intro')}</p>
        </div>
      </header>
      <ConfigForm
        id="settings"
        schema={settingsSchema}
        words={words}
        value={value}
        issues={issues}
        onChange={change}
        onLeave={() => document.getState().seal()}
      />
    </>
  )
}
