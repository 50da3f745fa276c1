import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { body, client } from './client.ts'
import type { components } from './openapi.d.ts'
import { first, from, onward } from './pages.ts'

type Schemas = components['schemas']
export type Preview = Schemas['Preview']
export type Message = Schemas['Message']
export type TestedNode = Schemas['TestedNode']
export type PreviewedNode = Schemas['PreviewedNode']

/** What a node would send or change, rendered by the code that sends. */
export const usePreview = (asked: PreviewedNode) =>
  useQuery({
    queryKey: ['preview', asked],
    queryFn: () => body(client.POST('/v1/messages/preview', { body: asked })),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  })

export const sendTest = (asked: TestedNode) => body(client.POST('/v1/messages/test', { body: asked }))

/** What a message is sought by: how far it came, and what was done with it since. */
export const soughtStates = [
  'delivered',
  'opened',
  'clicked',
  'sending',
  'retrying',
  'failed',
  'blocked',
  'in-doubt',
] as const

/** Which messages a list shows; empty: any. */
interface MessageFilter {
  tests: boolean
  channel: string
  state: string
  customer: string
  journey: string
}

export const useMessages = ({ tests, channel, state, customer, journey }: MessageFilter) =>
  useInfiniteQuery({
    queryKey: ['messages', tests, channel, state, customer, journey],
    queryFn: ({ pageParam }) => {
      const known = soughtStates.find((one) => one === state)
      const query = {
        ...(tests ? { kind: 'test' as const } : {}),
        ...(channel === '' ? {} : { channel }),
        ...(known === undefined ? {} : { state: known }),
        ...(customer === '' ? {} : { customer }),
        ...(journey === '' ? {} : { journey }),
        ...from(pageParam),
      }
      return body(client.GET('/v1/messages', { params: { query } }))
    },
    initialPageParam: first,
    getNextPageParam: onward,
    placeholderData: keepPreviousData,
    refetchInterval: 3000,
  })

/** A few of the newest customers, or those that a search finds: to choose whose values a preview shows. */
export const useSomeCustomers = (search: string) =>
  useQuery({
    queryKey: ['some-customers', search],
    queryFn: async () => {
      const query = { limit: 25, ...(search === '' ? {} : { search }) }
      return (await body(client.GET('/v1/customers', { params: { query } }))).items
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

/** What one customer did lately; of nobody: nothing. */
export const usePastEvents = (customer: string) =>
  useQuery({
    queryKey: ['past-events', customer],
    queryFn: async () => {
      const params = { path: { id: customer }, query: { limit: 100 } }
      const { items } = await body(client.GET('/v1/customers/{id}/timeline', { params }))
      return items.flatMap((item) => (item.kind === 'event' && item.type !== 'identify' ? [item] : []))
    },
    enabled: customer !== '',
    staleTime: 30_000,
  })

export const useSecretNames = (enabled: boolean) =>
  useQuery({
    queryKey: ['secrets'],
    queryFn: async () => (await body(client.GET('/v1/secrets'))).items.map(({ name }) => name),
    enabled,
    staleTime: 30_000,
  })
