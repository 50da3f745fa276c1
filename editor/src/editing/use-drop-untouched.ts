import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { z } from 'zod'
import { deleteUntouched } from '../api/journeys.ts'
import { pageId } from '../store/page-id.ts'
import { openPages } from './unsaved.ts'
import type { OpenJourney } from './use-open-journey.ts'

const isBegun = z.object({ begun: z.literal(true) })

/**
 * A journey that was begun here and left again as it was is no draft that anybody wants to find in a list. Whether somebody
 * else has touched it the server says, so that two tabs or two operators cannot take it from each other.
 */
export function useDropUntouched({ first, stores }: OpenJourney): void {
  const queries = useQueryClient()
  const fresh = isBegun.safeParse(useLocation().state).success
  useEffect(() => {
    if (!fresh) return
    return () => {
      const { journey, past, future } = stores.document.getState()
      const stays = window.location.pathname.startsWith(`/journeys/${first.id}`)
      if (stays || journey !== first.journey || past.length + future.length > 0) return
      void drop(first.id).then(() => queries.invalidateQueries({ queryKey: ['journeys'] }))
    }
  }, [fresh, first, stores, queries])
}

/** A page behind this one does not say that somebody is there: it is asked itself. */
async function drop(journey: string): Promise<void> {
  const others = await openPages(journey)
  if (others.size === 0) await deleteUntouched(journey, pageId)
}
