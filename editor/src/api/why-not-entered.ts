import { useQuery } from '@tanstack/react-query'
import { body, client } from './client.ts'

/** Why a customer is not in a journey; asked again, as what she does next may let her in. */
export const useWhyNotEntered = (journey: string, customer: string) =>
  useQuery({
    queryKey: ['why-not-entered', journey, customer],
    queryFn: () =>
      body(client.GET('/v1/journeys/{id}/why-not-entered', { params: { path: { id: journey }, query: { customer } } })),
    enabled: customer !== '',
    refetchInterval: 5000,
  })
