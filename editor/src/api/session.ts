import { useQuery } from '@tanstack/react-query'
import { body, client, done } from './client.ts'

export const sessionKey = ['session']

/** Who is signed in, and where. Refused with 401 when nobody is. */
export const useOperator = () =>
  useQuery({
    queryKey: sessionKey,
    queryFn: () => body(client.GET('/v1/session')),
    staleTime: 60_000,
    // The sign-in page shows parts that ask too: a refusal is not asked for again by what it makes appear.
    retryOnMount: false,
  })

export const signOut = () => done(client.POST('/v1/session/end'))
