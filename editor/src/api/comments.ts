import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { afterFirstView } from '../shell/first-view.ts'
import { body, client, done } from './client.ts'
import type { Thread } from './types.ts'

export const threadsKey = (journey: string) => ['comments', journey]
const pageSize = 200

/** Every thread of a journey: the server keeps a thousand at most. */
async function readThreads(id: string): Promise<Thread[]> {
  const threads: Thread[] = []
  let cursor: string | null | undefined
  do {
    const query = { limit: pageSize, ...(cursor ? { cursor } : {}) }
    const page = await body(client.GET('/v1/journeys/{id}/comments', { params: { path: { id }, query } }))
    threads.push(...page.items)
    cursor = page.next
  } while (cursor)
  return threads
}

/** The threads of a journey; asked for again as soon as the server tells of news. */
export const useThreads = <T = Thread[]>(journey: string, select?: (threads: Thread[]) => T, enabled = true) =>
  useQuery({
    queryKey: threadsKey(journey),
    queryFn: async () => {
      await afterFirstView()
      return readThreads(journey)
    },
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
    ...(select ? { select } : {}),
  })

/** Who may be mentioned. */
export const useOperators = () =>
  useQuery({
    queryKey: ['operators'],
    queryFn: async () => (await body(client.GET('/v1/operators', { params: { query: { limit: 1000 } } }))).items,
    staleTime: 60_000,
  })

type Act =
  | { act: 'open'; node: string; text: string; mentions: string[] }
  | { act: 'reply'; thread: string; text: string; mentions: string[] }
  | { act: 'resolve' | 'reopen'; thread: string }
  | { act: 'delete'; thread: string; comment: string }

function send(id: string, act: Act): Promise<unknown> {
  if (act.act === 'open') {
    const { node, text, mentions } = act
    return body(client.POST('/v1/journeys/{id}/comments', { params: { path: { id } }, body: { node, text, mentions } }))
  }
  const path = { id, thread: act.thread }
  if (act.act === 'reply') {
    const { text, mentions } = act
    return body(
      client.POST('/v1/journeys/{id}/comments/{thread}/replies', { params: { path }, body: { text, mentions } }),
    )
  }
  if (act.act === 'delete') {
    const to = { ...path, comment: act.comment }
    return done(client.DELETE('/v1/journeys/{id}/comments/{thread}/replies/{comment}', { params: { path: to } }))
  }
  return act.act === 'resolve'
    ? body(client.POST('/v1/journeys/{id}/comments/{thread}/resolve', { params: { path } }))
    : body(client.POST('/v1/journeys/{id}/comments/{thread}/reopen', { params: { path } }))
}

/** Says, resolves or takes something back, and shows what is there then. */
export function useCommenting(journey: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (act: Act) => send(journey, act),
    onSuccess: () => queries.invalidateQueries({ queryKey: threadsKey(journey) }),
  })
}
