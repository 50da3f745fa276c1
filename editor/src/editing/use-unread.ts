import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from '../api/client.ts'
import { shownSettings, unreadConditions } from '../inspector/settings-draft.ts'
import { useDocument, useSession, type useStores } from '../store/editor-stores.tsx'
import { objectOf } from '../store/json.ts'

/** How many conditions in the settings are not finished at this very moment, whatever has been drawn of it. */
export const unreadNow = ({ document, session }: ReturnType<typeof useStores>): number =>
  unreadConditions(shownSettings(session.getState().settingsTyped, objectOf(document.getState().journey.settings)))
    .length

/** Problems that the server cannot know: conditions in the settings that are not finished and so not saved. */
export function useUnread(): Issue[] {
  const { t } = useTranslation()
  const settings = useDocument((state) => state.journey.settings)
  const typed = useSession((state) => state.settingsTyped)
  return useMemo(
    () =>
      unreadConditions(shownSettings(typed, objectOf(settings))).map((pointer) => ({
        code: 'unfinished-condition',
        severity: 'error',
        path: `/settings${pointer}`,
        message: t('problems.unread'),
      })),
    [settings, typed, t],
  )
}
