import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Period } from '../watching/period.ts'
import { body, client } from './client.ts'
import { first, from, onward } from './pages.ts'
import type { Behind } from './types.ts'

export const useCustomers = (search: string) =>
  useInfiniteQuery({
    queryKey: ['customers', search],
    queryFn: ({ pageParam }) =>
      body(
        client.GET('/v1/customers', {
          params: { query: { ...(search === '' ? {} : { search }), ...from(pageParam) } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: onward,
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  })

export const useCustomer = (id: string) =>
  useQuery({
    queryKey: ['customer', id],
    queryFn: () => body(client.GET('/v1/customers/{id}', { params: { path: { id } } })),
  })

export const useTimeline = (id: string) =>
  useInfiniteQuery({
    queryKey: ['timeline', id],
    queryFn: ({ pageParam }) =>
      body(client.GET('/v1/customers/{id}/timeline', { params: { path: { id }, query: from(pageParam) } })),
    initialPageParam: first,
    getNextPageParam: onward,
    refetchInterval: 5000,
  })

/** The customers behind a number; of a period, where one is given. */
export const useEnrollments = (journey: string, behind: Behind, period?: Period) =>
  useInfiniteQuery({
    queryKey: ['enrollments', journey, behind, period],
    queryFn: ({ pageParam }) =>
      body(
        client.GET('/v1/journeys/{id}/enrollments', {
          params: { path: { id: journey }, query: { ...behind, ...period, ...from(pageParam) } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: onward,
    refetchInterval: 5000,
  })
