import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { setFamily } from '../api/journeys.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import type { OpenJourney } from './use-open-journey.ts'

/** Keeps what the journey is for as the steps taken say, and once they are undone as it was. */
export function useFamily({ stores: { id, document }, first }: OpenJourney): void {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    // One after the other: the last that was said stays.
    scope: { id: `family ${id}` },
    mutationFn: (family: typeof first.family) => setFamily(id, family),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['journeys'] }),
    onError: (error) => message.error(remedy(error, t), 8),
  })
  useEffect(
    () =>
      document.subscribe((now, before) => {
        if (now.family !== before.family) mutate(now.family ?? first.family)
      }),
    [document, first, mutate],
  )
}
