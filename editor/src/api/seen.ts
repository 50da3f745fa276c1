import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import type { Config } from '../store/journey.ts'
import { body, client } from './client.ts'
import { first, from, onward } from './pages.ts'
import type { RuleCount, SeenEvent, SeenPlace } from './types.ts'

/** How long what was suggested stays good: names come and go slowly. */
const freshMs = 60_000

/** As many names as suggestions need. */
export const mostNames = 500

/** Names of events that this workspace received, the most frequent first. */
export const useEventNames = () =>
  useQuery({
    queryKey: ['event-names'],
    queryFn: async () =>
      (await body(client.GET('/v1/events/names', { params: { query: { limit: mostNames } } }))).items,
    staleTime: freshMs,
  })

/** The same, page by page. */
export const useEventVolumes = (search: string, within: '' | 'day' | 'week') =>
  useInfiniteQuery({
    queryKey: ['event-volumes', search, within],
    queryFn: ({ pageParam }) =>
      body(
        client.GET('/v1/events/names', {
          params: {
            query: {
              ...(search === '' ? {} : { search }),
              ...(within === '' ? {} : { within }),
              ...from(pageParam),
            },
          },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: onward,
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  })

const seenEvent = (name: string) => ({
  queryKey: ['event-seen', name],
  queryFn: () => body(client.GET('/v1/events/seen', { params: { query: { name } } })),
  staleTime: freshMs,
  retry: false,
})

export const useSeenEvent = (name: string) => useQuery({ ...seenEvent(name), refetchInterval: 5000 })

/** Who did the first of these events last. */
export const useLastWhoDid = (names: readonly string[]): string | undefined =>
  useQueries({
    queries: names.slice(0, 1).map(seenEvent),
    combine: (answers) => answers[0]?.data?.recent[0]?.customer,
  })

/** So many events are asked about at most. */
const mostEvents = 10
const together = (answers: { data: SeenEvent | undefined }[]): SeenPlace[] =>
  joined(answers.flatMap(({ data }) => data?.properties ?? []))

/** Properties seen with any of these events. */
export const useProperties = (names: readonly string[]): readonly SeenPlace[] =>
  useQueries({ queries: names.slice(0, mostEvents).map(seenEvent), combine: together })

/** Places of several events as one list. */
function joined(places: readonly SeenPlace[]): SeenPlace[] {
  const byPath = new Map<string, SeenPlace>()
  for (const place of places) {
    const known = byPath.get(place.path)
    byPath.set(
      place.path,
      known
        ? {
            path: place.path,
            count: known.count + place.count,
            kinds: [...new Set([...known.kinds, ...place.kinds])],
            samples: [...new Set([...known.samples, ...place.samples])],
          }
        : place,
    )
  }
  return [...byPath.values()]
}

/** Attributes that customers have. */
export const useAttributes = () =>
  useQuery({
    queryKey: ['attributes'],
    queryFn: async () => (await body(client.GET('/v1/attributes'))).attributes,
    staleTime: freshMs,
  })

/** How many customers a rule would match now. A question that nobody waits for any more is broken off. */
export const countRule = (drawn: Config, signal: AbortSignal): Promise<RuleCount> =>
  body(client.POST('/v1/rules/count', { body: { rule: JSON.parse(JSON.stringify(drawn)) }, signal }))
