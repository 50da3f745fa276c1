import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { body, client } from './client.ts'
import { first, from, onward } from './pages.ts'

/** Messages that were set aside. `search` is a text that they hold, `reason` an issue's code; empty asks for all. */
export const useRejected = (search: string, reason: string) =>
  useInfiniteQuery({
    queryKey: ['rejected', search, reason],
    queryFn: ({ pageParam }) =>
      body(
        client.GET('/v1/events/rejected', {
          params: {
            query: {
              ...(search === '' ? {} : { search }),
              ...(reason === '' ? {} : { reason }),
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
