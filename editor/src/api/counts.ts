import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../store/editor-stores.tsx'
import { createLiveCounts, type LiveCountsStore } from '../store/live-counts.ts'
import { body, client, Refused } from './client.ts'
import { followInPage } from './follow.ts'
import type { Counts } from './types.ts'

const readCounts = (journey: string) =>
  body(client.GET('/v1/journeys/{id}/counts', { params: { path: { id: journey } } }))

/** A journey's counts as they are when asked for. */
export const useCounts = <T = Counts>(journey: string, select?: (counts: Counts) => T, enabled = true) =>
  useQuery({
    queryKey: ['counts', journey],
    queryFn: () => readCounts(journey),
    enabled,
    ...(select ? { select } : {}),
  })

/** Where nothing is watched: no numbers ever come. */
const unwatched = createLiveCounts(() => {})

/** A slice of the watched journey's numbers; who shows others draws nothing. Undefined until the first come. */
export const useLiveCounts = <T>(select: (counts: Counts | undefined) => T): T =>
  useStore(useStores().counts ?? unwatched, ({ counts }) => select(counts))

/** By which way the numbers come. */
export const useFeedState = () => useStore(useStores().counts ?? unwatched, ({ by }) => by)

/** Keeps a journey's numbers moving while mounted. */
export function useCountsFeed(journey: string, live: LiveCountsStore): void {
  useEffect(
    () =>
      followInPage({
        open: () => new EventSource(`/v1/journeys/${encodeURIComponent(journey)}/counts/stream`),
        events: {
          counts(data) {
            const counts: unknown = JSON.parse(data)
            if (isCounts(counts)) live.receive(counts)
          },
        },
        async ask() {
          try {
            live.receive(await readCounts(journey))
            return 'poll'
          } catch (error) {
            return error instanceof Refused && error.status === 401 ? 'signed-out' : 'away'
          }
        },
        onState: (by) => live.setState({ by }),
      }),
    [journey, live],
  )
}

const isCounts = (value: unknown): value is Counts =>
  typeof value === 'object' &&
  value !== null &&
  'entered' in value &&
  'active' in value &&
  'nodes' in value &&
  'ended' in value
