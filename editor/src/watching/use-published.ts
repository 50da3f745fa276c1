import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { z } from 'zod'
import { message } from '../shell/notices.ts'

const told = z.object({ published: z.number() })

/**
 * The version that was published to come here, for the hint of what to do next to tell. Where there is no hint, somebody being
 * there already, it is told in passing: a message would cover the hint.
 */
export function usePublished(inPassing: boolean): number | undefined {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { state, search } = useLocation()
  const published = told.safeParse(state).data?.published
  const say = useEffectEvent((number: number) => {
    message.success(t('publish.done', { number }), 5)
    void navigate({ search }, { replace: true, state: null })
  })
  useEffect(() => {
    if (inPassing && published !== undefined) say(published)
  }, [inPassing, published])
  return published
}
