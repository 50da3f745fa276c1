import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { journey as journeyFile } from '@wend/engine/journey/journey'
import { recall, type Unsaved } from '../editing/unsaved.ts'
import type { SaveAnswer, Saved } from '../store/autosave.ts'
import type { Journey } from '../store/journey.ts'
import { body, client, done, Refused, tagged } from './client.ts'
import { first, from, onward } from './pages.ts'
import type { JourneyRow, JourneyState } from './types.ts'
import { readVersionGraph } from './versions.ts'

const at = (id: string) => ({ path: { id } })

export interface Opened extends Saved {
  id: string
  state: JourneyState
  liveVersion: number | null
  /** What it is for, where that was said. */
  family: JourneyRow['family']
}

/** A journey with its draft, read through the very schema that the server checks it with. */
export async function openJourney(id: string): Promise<Opened> {
  const { data, etag } = await tagged(client.GET('/v1/journeys/{id}', { params: at(id) }))
  const { state, liveVersion, family, draft } = data
  return {
    id,
    state,
    liveVersion: liveVersion ?? null,
    family: family ?? null,
    journey: journeyFile.parse(draft),
    etag,
  }
}

/** With what a page that is gone left unsaved. */
export type OpenedToEdit = Opened & { left: Unsaved | undefined }

/** For editing: read once as the editor opens; from then on its document is the truth. */
export const useJourney = (id: string) =>
  useQuery({
    queryKey: ['journey', id, 'edit'],
    queryFn: async (): Promise<OpenedToEdit> => ({ ...(await openJourney(id)), left: await recall(id) }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

/** For watching: drawn as the version that customers enter, or as the draft while there is none. */
export const useLiveJourney = (id: string) =>
  useQuery({
    queryKey: ['journey', id, 'live'],
    queryFn: async () => {
      const opened = await openJourney(id)
      if (opened.liveVersion === null) return opened
      return { ...opened, journey: await readVersionGraph(id, opened.liveVersion) }
    },
    refetchInterval: 5000,
    gcTime: 0,
  })

export const journeyStates: readonly JourneyState[] = ['draft', 'live', 'paused', 'stopped']
export const families = ['entry', 'tiered', 'frequency', 'reactivation'] as const

/** Which journeys a list shows; empty: any. */
export interface JourneyFilter {
  search: string
  state: string
  family: string
}

export const useJourneyRows = ({ search, state, family }: JourneyFilter) =>
  useInfiniteQuery({
    queryKey: ['journeys', search, state, family],
    queryFn: ({ pageParam }) => {
      const knownState = journeyStates.find((one) => one === state)
      const knownFamily = families.find((one) => one === family)
      const query = {
        ...(search === '' ? {} : { search }),
        ...(knownState === undefined ? {} : { state: knownState }),
        ...(knownFamily === undefined ? {} : { family: knownFamily }),
        ...from(pageParam),
      }
      return body(client.GET('/v1/journeys', { params: { query } }))
    },
    initialPageParam: first,
    getNextPageParam: onward,
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  })

/** Keeps a file as a new draft. `family`: what it is for, where that is known. */
export const createJourney = (file: unknown, family?: JourneyRow['family']) =>
  body(client.POST('/v1/journeys', { params: { query: family ? { family } : {} }, body: jsonOf(file) }))

/** Says what a journey is for, where its draft does not tell. */
export const setFamily = (id: string, family: JourneyRow['family']) =>
  done(client.PUT('/v1/journeys/{id}/family', { params: at(id), body: { family } }))

export async function putJourney(id: string, journey: Journey, etag: string): Promise<SaveAnswer> {
  try {
    const { etag: saved } = await tagged(
      client.PUT('/v1/journeys/{id}', {
        params: { path: { id }, header: { 'If-Match': etag } },
        body: jsonOf(journey),
      }),
    )
    return { came: 'saved', etag: saved }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.status === 412) return { came: 'stale', theirs: await openJourney(id) }
    if (error.status === 0 || error.status === 429 || error.status >= 500) return { came: 'unreachable' }
    if (error.status === 401) return { came: 'signed-out' }
    return { came: 'refused', message: error.issues[0]?.message ?? error.message }
  }
}

export const deleteJourney = (id: string) => done(client.DELETE('/v1/journeys/{id}', { params: at(id) }))

/** Removes a draft that was begun and left; one that anybody has touched, or has open beside this page, stays. */
export async function deleteUntouched(id: string, page: string): Promise<void> {
  const query = { untouchedBut: page }
  // Refused: it stays, and is worth keeping. Not reached: an empty draft is no loss to anybody.
  await done(client.DELETE('/v1/journeys/{id}', { params: { ...at(id), query } })).catch(() => undefined)
}
/** What stands against publishing: the draft as saved, or as it is drawn at this moment. */
export const checkJourney = async (id: string, drawn?: Journey) =>
  (
    await body(
      client.POST('/v1/journeys/{id}/check', {
        params: at(id),
        ...(drawn ? { body: { inFlight: 'finish' as const, removed: {}, draft: jsonOf(drawn) } } : {}),
      }),
    )
  ).issues

export const publishJourney = (id: string, etag: string) =>
  body(
    client.POST('/v1/journeys/{id}/publish', {
      params: { path: { id }, header: { 'If-Match': etag } },
      body: { inFlight: 'finish' },
    }),
  )

export const pauseJourney = (id: string, mode: 'hold' | 'discard') =>
  done(client.POST('/v1/journeys/{id}/pause', { params: at(id), body: { mode } }))
export const resumeJourney = (id: string) => done(client.POST('/v1/journeys/{id}/resume', { params: at(id) }))
export const stopJourney = (id: string) => done(client.POST('/v1/journeys/{id}/stop', { params: at(id) }))

/** A body as it goes over the wire: keys without a value are left out. */
const jsonOf = (value: unknown) => JSON.parse(JSON.stringify(value))
