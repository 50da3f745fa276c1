import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'

interface Lifecycle {
  act: () => Promise<unknown>
  done: string
}

/** Changes a journey's state, says so, and shows it everywhere. */
export function useLifecycle(id: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ act }: Lifecycle) => act(),
    onSuccess: async (_answer, { done }) => {
      message.success(done, 5)
      await Promise.all(
        [['journey', id], ['journeys'], ['counts', id]].map((queryKey) => queries.invalidateQueries({ queryKey })),
      )
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
}
