import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Autosave } from '../store/autosave.ts'
import { useStores } from '../store/editor-stores.tsx'
import type { History } from '../store/history.ts'
import { sayChange } from './announce.ts'

/** Tells screen readers what was added, deleted, linked or undone, and that a colleague changed the same. */
export function Announcer({ autosave }: { autosave: Autosave }) {
  const { t, i18n } = useTranslation()
  const { document, types } = useStores()
  const [said, setSaid] = useState('')
  const tell = useEffectEvent((before: History, after: History) => {
    const words = sayChange(before, after, { t, types, language: i18n.language })
    // The same words again are news too: a live region is heard only when its text changes.
    if (words !== undefined) setSaid((last) => (last === words ? `${words}\u00a0` : words))
  })
  const tellConflict = useEffectEvent(() => setSaid(t('save.conflictTitle')))

  useEffect(() => document.subscribe((after, before) => tell(before, after)), [document])
  useEffect(
    () =>
      autosave.subscribe((now, before) => {
        if (now.state === 'conflict' && before.state !== 'conflict') tellConflict()
      }),
    [autosave],
  )
  return (
    <div className="unseen" role="status" aria-live="polite" data-announcer>
      {said}
    </div>
  )
}
