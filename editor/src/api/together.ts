import { body, client, done, Refused } from './client.ts'
import { followInPage } from './follow.ts'
import type { components } from './openapi.d.ts'

type Together = components['schemas']['Together']

/** What to do with what all who have a journey open are told. */
export interface Told {
  here(here: Together['here']): void
  comments(comments: Together['comments']): void
  journey(journey: Together['journey']): void
}

/** Follows a journey's colleagues until the answer is called. */
export function followTogether(id: string, told: Told): () => void {
  return followInPage({
    open: () => new EventSource(`/v1/journeys/${encodeURIComponent(id)}/together/stream`),
    events: {
      here: (data) => told.here(JSON.parse(data)),
      comments: (data) => told.comments(JSON.parse(data)),
      journey: (data) => told.journey(JSON.parse(data)),
    },
    async ask() {
      try {
        const all = await body(client.GET('/v1/journeys/{id}/together', { params: { path: { id } } }))
        told.here(all.here)
        told.comments(all.comments)
        told.journey(all.journey)
        return 'poll'
      } catch (error) {
        told.here([])
        return error instanceof Refused && error.status === 401 ? 'signed-out' : 'away'
      }
    },
    onState: () => {},
  })
}

/** Says that this page shows the journey; whether that was heard matters to nobody here. */
export const sayHere = (id: string, page: string, node: string | null): Promise<void> =>
  done(client.PUT('/v1/journeys/{id}/presence/{page}', { params: { path: { id, page } }, body: { node } })).catch(
    () => undefined,
  )

export const sayLeft = (id: string, page: string): Promise<void> =>
  done(client.DELETE('/v1/journeys/{id}/presence/{page}', { params: { path: { id, page } }, keepalive: true })).catch(
    () => undefined,
  )
