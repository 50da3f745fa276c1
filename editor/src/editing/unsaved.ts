import { journey as journeyFile } from '@wend/engine/journey/journey'
import { z } from 'zod'
import type { Journey } from '../store/journey.ts'
import { pageId } from '../store/page-id.ts'

const kept = z.object({ base: journeyFile, journey: journeyFile, atMs: z.number() })
/** Each page keeps its own, so that two tabs do not keep over each other. */
const placeOf = (id: string, page = pageId) => `wend.unsaved.${id}.${page}`

/** Changes that a page left unsaved, with what they were made on, and where they are kept. */
export interface Unsaved {
  base: Journey
  journey: Journey
  place: string
}

/** Keeps unsaved changes in the browser, so that a crash loses nothing. */
export function remember(id: string, base: Journey, journey: Journey): void {
  try {
    localStorage.setItem(placeOf(id), JSON.stringify({ base, journey, atMs: Date.now() }))
  } catch {
    // The browser's store is full or off: the server's copy is still made.
  }
}

/** Everything is saved: what this page kept, and what it took over from one that is gone, is not needed any more. */
export function forget(id: string, taken?: Unsaved): void {
  localStorage.removeItem(placeOf(id))
  if (taken) localStorage.removeItem(taken.place)
}

/** What a page that is gone left unsaved, the latest first; it stays kept until it is saved. */
export async function recall(id: string): Promise<Unsaved | undefined> {
  const prefix = placeOf(id, '')
  const places = Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  if (places.length === 0) return undefined
  const open = await openPages(id)
  const left = places.flatMap((place) => (open.has(place.slice(prefix.length)) ? [] : readAt(place)))
  return left.toSorted((a, b) => b.atMs - a.atMs)[0]
}

function readAt(place: string): (Unsaved & { atMs: number })[] {
  try {
    return [{ ...kept.parse(JSON.parse(localStorage.getItem(place) ?? '')), place }]
  } catch {
    localStorage.removeItem(place)
    return []
  }
}

const channelName = 'wend.pages'
const said = z.union([z.object({ ask: z.literal('who') }), z.object({ page: z.string(), journey: z.string() })])
const answerWithinMs = 150

/** The pages of this browser that have a journey open still: what they have not saved, they save themselves. */
export function openPages(journey: string): Promise<Set<string>> {
  const pages = new Set<string>()
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data }) => {
    const heard = said.safeParse(data)
    if (heard.success && 'page' in heard.data && heard.data.journey === journey) pages.add(heard.data.page)
  }
  channel.postMessage({ ask: 'who' })
  return new Promise((resolve) =>
    setTimeout(() => {
      channel.close()
      resolve(pages)
    }, answerWithinMs),
  )
}

/** Answers other pages that this one has a journey open, until the answer is called. */
export function sayOpen(journey: string): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data }) => {
    const heard = said.safeParse(data)
    if (heard.success && 'ask' in heard.data) channel.postMessage({ page: pageId, journey })
  }
  return () => channel.close()
}
