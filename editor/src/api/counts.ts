import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../store/editor-stores.tsx'
import { createLiveCounts, type LiveCountsStore } from '../store/live-counts.ts'
import type { Period } from '../watching/period.ts'
import { body, client, Refused } from './client.ts'
import { followInPage } from './follow.ts'
import type { Counts } from './types.ts'

const readCounts = (journey: string, period?: Period) =>
  body(client.GET('/v1/journeys/{id}/counts', { params: { path: { id: journey }, query: { ...period } } }))

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

/** Days that include today change; they are not followed, but asked for so often. */
const askAgainMs = 5_000

/** Keeps a journey's numbers moving while mounted: those of all time as a stream, those of a period as they are asked for. */
export function useCountsFeed(journey: string, live: LiveCountsStore, period: Period | undefined, today: string): void {
  useStreamed(journey, live, period === undefined)
  const { data, error } = useQuery({
    queryKey: ['counts', journey, period],
    queryFn: () => readCounts(journey, period),
    enabled: period !== undefined,
    // Who is here moves on, whatever the days.
    refetchInterval: period && period.to >= today ? askAgainMs : 6 * askAgainMs,
  })
  useEffect(() => {
    if (period === undefined) return
    if (data) live.receive(data)
    if (error && !data) live.setState({ counts: undefined })
    live.setState({ by: error ? lostBy(error) : data ? 'poll' : 'connecting' })
  }, [period, data, error, live])
}

const lostBy = (error: unknown) => (error instanceof Refused && error.status === 401 ? 'signed-out' : 'away')

function useStreamed(journey: string, live: LiveCountsStore, enabled: boolean): void {
  useEffect(
    () =>
      enabled
        ? followInPage({
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
                return lostBy(error)
              }
            },
            onState: (by) => live.setState({ by }),
          })
        : undefined,
    [journey, live, enabled],
  )
}

const isCounts = (value: unknown): value is Counts =>
  typeof value === 'object' &&
  value !== null &&
  'entered' in value &&
  'active' in value &&
  'nodes' in value &&
  'ended' in value
