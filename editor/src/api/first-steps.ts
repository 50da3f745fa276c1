import { useQuery } from '@tanstack/react-query'
import { body, client, done } from './client.ts'
import type { components } from './openapi.d.ts'

export type FirstSteps = components['schemas']['FirstSteps']

/** How far this workspace has come; looked at again while steps are open. */
export const useFirstSteps = () =>
  useQuery({
    queryKey: ['first-steps'],
    queryFn: () => body(client.GET('/v1/first-steps')),
    refetchInterval: ({ state }) => (state.data && (state.data.hidden || state.data.moved) ? false : 3000),
  })

export const hideFirstSteps = (hidden: boolean) => done(client.PUT('/v1/first-steps', { body: { hidden } }))
export const makeDemoOf = (journey: string) =>
  body(client.POST('/v1/journeys/{id}/demo', { params: { path: { id: journey } } }))
export const makeDemo = () => body(client.POST('/v1/first-steps/demo'))
