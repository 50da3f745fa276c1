import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from '../api/client.ts'
import { shownSettings, unreadConditions, unreadDurations } from '../inspector/settings-draft.ts'
import { useDocument, useSession, type useStores } from '../store/editor-stores.tsx'
import { objectOf } from '../store/json.ts'

/** How many parts of the settings cannot be read at this very moment, whatever has been drawn of it. */
export function unreadNow({ document, session }: ReturnType<typeof useStores>): number {
  const shown = shownSettings(session.getState().settingsTyped, objectOf(document.getState().journey.settings))
  return unreadConditions(shown).length + unreadDurations(shown).length
}

/** Problems that the server cannot know: what in the settings is not finished and so not saved. */
export function useUnread(): Issue[] {
  const { t } = useTranslation()
  const settings = useDocument((state) => state.journey.settings)
  const typed = useSession((state) => state.settingsTyped)
  return useMemo(() => {
    const shown = shownSettings(typed, objectOf(settings))
    const issue = (code: string, pointer: string, message: string): Issue => ({
      code,
      severity: 'error',
      path: `/settings${pointer}`,
      message,
    })
    return [
      ...unreadConditions(shown).map((pointer) => issue('unfinished-condition', pointer, t('problems.unread'))),
      ...unreadDurations(shown).map((pointer) => issue('not-a-duration', pointer, t('rules.notDuration'))),
    ]
  }, [settings, typed, t])
}
