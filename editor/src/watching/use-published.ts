import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { z } from 'zod'
import { message } from '../shell/notices.ts'

const told = z.object({ published: z.number() })

/**
 * The version that was published to come here, for the hint of what to do next to tell. Where there is no hint, somebody being
 * there already, it is told in passing: a message would cover the hint.
 */
export function usePublished(isEmpty: boolean | undefined): number | undefined {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { state, search } = useLocation()
  const [published] = useState(() => told.safeParse(state).data?.published)
  const isTold = useRef(false)
  // Once: neither a page that is loaded again nor a first customer makes it news again.
  const forget = useEffectEvent(() => void navigate({ search }, { replace: true, state: null }))
  useEffect(() => {
    if (published !== undefined) forget()
  }, [published])
  const say = useEffectEvent((number: number) => void message.success(t('publish.done', { number }), 5))
  useEffect(() => {
    if (published === undefined || isEmpty === undefined || isTold.current) return
    isTold.current = true
    if (!isEmpty) say(published)
  }, [isEmpty, published])
  return published
}
