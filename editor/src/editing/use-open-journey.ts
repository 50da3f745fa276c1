import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OpenedToEdit, openJourney, putJourney } from '../api/journeys.ts'
import { restore } from '../commands/restore.ts'
import type { NodeTypes } from '../node-types/links.ts'
import { message } from '../shell/notices.ts'
import { type Autosave, createAutosave } from '../store/autosave.ts'
import { createDocument } from '../store/document.ts'
import type { EditorStores } from '../store/editor-stores.tsx'
import { issuesKey } from '../store/issues.ts'
import { createMarks, type MarksStore } from '../store/marks.ts'
import { createPeople, type PeopleStore } from '../store/people.ts'
import { createSession } from '../store/session.ts'
import { keepChecked } from './keep-checked.ts'
import { forget, remember, sayOpen } from './unsaved.ts'

export interface OpenJourney {
  stores: EditorStores & { people: PeopleStore; marks: MarksStore }
  autosave: Autosave
  /** As it was when it was opened. */
  first: OpenedToEdit
}

/** The stores of an opened journey, saving by themselves for as long as the page is shown. */
export function useOpenJourney(opened: OpenedToEdit, types: NodeTypes): OpenJourney {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [open] = useState(() => {
    const { left } = opened
    const document = createDocument(left?.base ?? opened.journey)
    if (left) document.getState().dispatch(restore(left.journey, left.base))
    const session = createSession(window.innerWidth)
    const autosave = createAutosave(
      document,
      left ? { journey: left.base, etag: '' } : opened,
      (journey, etag) => putJourney(opened.id, journey, etag),
      () => openJourney(opened.id),
    )
    return {
      stores: { id: opened.id, document, session, types, live: false, people: createPeople(), marks: createMarks() },
      autosave,
      first: opened,
    }
  })

  // Said in the language of that moment: another language, or another theme, opens nothing anew.
  const say = useEffectEvent((word: 'recovered' | 'merged') => message.info(t(`save.${word}`), 7))

  useEffect(() => {
    const { document } = open.stores
    const { autosave, first } = open
    const { id } = first
    const stopSaving = autosave.start()
    const stopWatching = autosave.subscribe((now, before) => {
      if (now.merges > before.merges) say('merged')
      if (now.server !== before.server) keep()
    })
    const stopChecking = keepChecked(document, () => queries.invalidateQueries({ queryKey: issuesKey(id) }))
    const keep = () => {
      const { journey } = document.getState()
      const { server } = autosave.getState()
      if (journey === server.journey) forget(id, first.left)
      else remember(id, server.journey, journey)
    }
    const stopRemembering = document.subscribe(keep)
    const stopSaying = sayOpen(id)
    // What a crash left is brought onto what is there now, as any change that meets another.
    if (first.left && autosave.getState().server.etag === '') {
      say('recovered')
      autosave.receive(first)
    }
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
      stopSaying()
      window.removeEventListener('pagehide', away)
      window.removeEventListener('beforeunload', leaving)
    }
  }, [open, queries])

  return open
}
