import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { threadsKey } from '../api/comments.ts'
import { followTogether, sayHere, sayLeft } from '../api/together.ts'
import { message } from '../shell/notices.ts'
import { pageId } from '../store/page-id.ts'
import type { OpenJourney } from './use-open-journey.ts'

const sayAgainMs = 10_000
/** Walking along the cards is told where it rests. */
const restMs = 250

/** Follows who else is here, what they say and what they save; and tells them what is selected here. */
export function useTogether({ stores, autosave }: OpenJourney): void {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { id, session, people } = stores
  useEffect(() => {
    let mark: string | undefined
    return followTogether(id, {
      here: (here) => people.setState({ here: here.filter(({ page }) => page !== pageId) }),
      comments(comments) {
        if (mark !== comments.mark) void queries.invalidateQueries({ queryKey: threadsKey(id) })
        mark = comments.mark
      },
      async journey({ revision, updatedBy }) {
        const follows = await autosave.hear(`"${revision}"`)
        if (follows) message.info(t('together.changed', { name: updatedBy }), 5)
      },
    })
  }, [id, autosave, people, queries, t])

  useEffect(() => {
    const tell = () => {
      const [node, ...more] = session.getState().selection
      void sayHere(id, pageId, more.length > 0 ? null : (node ?? null))
    }
    const say = () => {
      if (document.visibilityState !== 'hidden') tell()
    }
    let resting: ReturnType<typeof setTimeout> | undefined
    const stop = session.subscribe((now, before) => {
      if (now.selection === before.selection) return
      clearTimeout(resting)
      resting = setTimeout(say, restMs)
    })
    const again = setInterval(say, sayAgainMs)
    const leave = () => void sayLeft(id, pageId)
    // Opened behind another page it says so too: nobody takes an untouched draft away from it.
    tell()
    document.addEventListener('visibilitychange', say)
    window.addEventListener('pagehide', leave)
    return () => {
      stop()
      clearTimeout(resting)
      clearInterval(again)
      document.removeEventListener('visibilitychange', say)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [id, session])
}
