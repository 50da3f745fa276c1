import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { body, client } from './client.ts'
import type { Counts } from './types.ts'

const pollMs = 2000
const key = (journey: string) => ['counts', journey]

/**
 * A journey's counts, moving by themselves: the server pushes them; where no stream gets through they are asked for every
 * two seconds. `select` picks what one card shows, so that only that card follows.
 */
export const useCounts = <T = Counts>(journey: string, select?: (counts: Counts) => T, enabled = true) =>
  useQuery({
    queryKey: key(journey),
    queryFn: () => body(client.GET('/v1/journeys/{id}/counts', { params: { path: { id: journey } } })),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
    ...(select ? { select } : {}),
  })

/** Keeps `useCounts` moving while mounted. Says by which way. */
export function useCountsFeed(journey: string): 'stream' | 'poll' {
  const queries = useQueryClient()
  const [by, setBy] = useState<'stream' | 'poll'>('stream')

  useEffect(() => {
    const stream = new EventSource(`/v1/journeys/${encodeURIComponent(journey)}/counts/stream`)
    stream.addEventListener('open', () => setBy('stream'))
    stream.addEventListener('counts', (event) => {
      const counts: unknown = JSON.parse(event.data)
      if (isCounts(counts)) queries.setQueryData(key(journey), counts)
    })
    stream.addEventListener('error', () => setBy('poll'))
    return () => stream.close()
  }, [journey, queries])

  useEffect(() => {
    if (by === 'stream') return
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: key(journey) }), pollMs)
    return () => clearInterval(timer)
  }, [by, journey, queries])

  return by
}

const isCounts = (value: unknown): value is Counts =>
  typeof value === 'object' &&
  value !== null &&
  'entered' in value &&
  'active' in value &&
  'nodes' in value &&
  'ended' in value
