import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Opened, openJourney, putJourney } from '../api/journeys.ts'
import { restore } from '../commands/restore.ts'
import type { NodeTypes } from '../node-types/links.ts'
import { type Autosave, createAutosave } from '../store/autosave.ts'
import { createDocument } from '../store/document.ts'
import type { EditorStores } from '../store/editor-stores.tsx'
import { issuesKey } from '../store/issues.ts'
import { merge } from '../store/merge.ts'
import { createPeople, type PeopleStore } from '../store/people.ts'
import { createSession } from '../store/session.ts'
import { keepChecked } from './keep-checked.ts'
import { forget, recall, remember } from './unsaved.ts'

export interface OpenJourney {
  stores: EditorStores & { people: PeopleStore }
  autosave: Autosave
}

/** The stores of an opened journey, saving by themselves for as long as the page is shown. */
export function useOpenJourney(opened: Opened, types: NodeTypes): OpenJourney {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [open] = useState(() => {
    const document = createDocument(opened.journey)
    const session = createSession(window.innerWidth >= 1024)
    const autosave = createAutosave(
      document,
      opened,
      (journey, etag) => putJourney(opened.id, journey, etag),
      () => openJourney(opened.id),
    )
    return { stores: { id: opened.id, document, session, types, live: false, people: createPeople() }, autosave }
  })

  // Said in the language of that moment: another language, or another theme, opens nothing anew.
  const say = useEffectEvent((word: 'recovered' | 'merged') => void message.info(t(`save.${word}`), 7))

  useEffect(() => {
    const { document } = open.stores
    const { autosave } = open
    const stopSaving = autosave.start()
    const left = recall(opened.id)
    if (left) {
      const mine = merge(left.base, left.journey, document.getState().journey).journey
      document.getState().dispatch(restore(mine))
      say('recovered')
    }
    const stopWatching = autosave.subscribe((now, before) => {
      if (now.merges > before.merges) say('merged')
      if (now.server === before.server) return
      forget(opened.id)
    })
    const stopChecking = keepChecked(document, () => queries.invalidateQueries({ queryKey: issuesKey(opened.id) }))
    const stopRemembering = document.subscribe(({ journey }) =>
      remember(opened.id, autosave.getState().server.journey, journey),
    )
    const away = () => void autosave.flush()
    const leaving = (event: BeforeUnloadEvent) => {
      if (autosave.getState().state !== 'saved') event.preventDefault()
      away()
    }
    window.addEventListener('pagehide', away)
    window.addEventListener('beforeunload', leaving)
    return () => {
      away()
      stopSaving()
      stopWatching()
      stopChecking()
      stopRemembering()
      window.removeEventListener('pagehide', away)
      window.removeEventListener('beforeunload', leaving)
    }
  }, [open, opened.id, queries])

  return open
}
