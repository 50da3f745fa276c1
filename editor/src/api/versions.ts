import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { journey as journeyFile } from '@wend/engine/journey/journey'
import { body, client } from './client.ts'

/** The published versions of a journey, newest first. */
export const useVersions = (id: string) =>
  useInfiniteQuery({
    queryKey: ['versions', id],
    queryFn: ({ pageParam }) =>
      body(
        client.GET('/v1/journeys/{id}/versions', {
          params: { path: { id }, query: pageParam === undefined ? {} : { cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** So many are named. */
const namedVersions = 4

/** The newest versions that customers are inside, and whether there are more. They move on by themselves, slowly. */
export const useVersionsInside = (id: string) =>
  useQuery({
    queryKey: ['versions', id, 'inside'],
    queryFn: () =>
      body(
        client.GET('/v1/journeys/{id}/versions', {
          params: { path: { id }, query: { inside: 'true', limit: namedVersions } },
        }),
      ),
    refetchInterval: 30_000,
  })

/** What was published as a version. It never changes. */
export const useVersionGraph = (id: string, number: number | undefined) =>
  useQuery({
    queryKey: ['versions', id, number],
    queryFn: () => readVersionGraph(id, number ?? 0),
    enabled: number !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })

export async function readVersionGraph(id: string, number: number) {
  const path = { id, number: String(number) }
  const { graph } = await body(client.GET('/v1/journeys/{id}/versions/{number}', { params: { path } }))
  return journeyFile.parse(graph)
}
