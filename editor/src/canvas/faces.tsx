import type { TFunction } from 'i18next'
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import { useWords } from '../i18n/words.tsx'
import { whyNotLink } from '../node-types/links.ts'
import { placesOf } from '../node-types/tree.ts'
import { nameOf, summaryOf } from '../node-types/words.ts'
import { type EditorStores, useStores } from '../store/editor-stores.tsx'
import { edgesFrom, edgesInto } from '../store/graph.ts'
import { type JourneyNode, nodeById } from '../store/journey.ts'

/** All that a card says of its step. The same object while nothing of it changes: a card is drawn again only with its own. */
export interface Face {
  node: JourneyNode
  /** Its outlets that lead somewhere. */
  linked: readonly string[]
  /** Whether something leads here, or customers enter here. */
  reached: boolean
  /** Whether Tab comes to it: to the first step that is selected, else to the first of the journey. The arrows go on from there. */
  stop: boolean
  /** While a line is being drawn: whether it may end here. */
  receives: 'yes' | 'no' | undefined
  /** What a screen reader says: "Wait 2 hours, step 3 of 7, after Cart by Next, 1 problem". */
  spoken: string
}

interface Faces {
  of(id: string): Face | undefined
  subscribe(changed: () => void): () => void
}

const FacesContext = createContext<Faces | undefined>(undefined)

/** Follows the document, the selection and the marks once for each card: followed in nine places, they were a third of opening a large journey. */
export function FacesProvider({ children }: { children: ReactNode }) {
  const stores = useStores()
  const { t, language } = useWords()
  const faces = useMemo(() => createFaces(stores, t, language), [stores, t, language])
  return <FacesContext value={faces}>{children}</FacesContext>
}

function useFaces(): Faces {
  const faces = useContext(FacesContext)
  if (!faces) throw new Error('used outside FacesProvider')
  return faces
}

export function useFace(id: string): Face | undefined {
  const { of, subscribe } = useFaces()
  return useSyncExternalStore(subscribe, () => of(id))
}

/** Whether Tab comes to what stands at a step: where it comes to the step. */
export function useTabStop(id: string): boolean {
  const { of, subscribe } = useFaces()
  return useSyncExternalStore(subscribe, () => of(id)?.stop ?? false)
}

function createFaces({ document, session, marks, types, live }: EditorStores, t: TFunction, language: string): Faces {
  const sayings = sayingsOf(t)
  const known = new Map<string, { made: readonly unknown[]; face: Face }>()

  const of = (id: string): Face | undefined => {
    const { journey } = document.getState()
    const { selection, fresh, reaching } = session.getState()
    const node = nodeById(journey, id)
    if (!node) return undefined
    const place = placesOf(journey, types, language).get(id)
    const from = place?.by && nodeById(journey, place.by.from)
    const linked = edgesFrom(journey.edges, id)
      .map(({ outlet }) => outlet)
      .join('\n')
    const after = from && sayings.after({ node: nameOf(from, types, language), outlet: place?.by?.label ?? '' })
    const problems = live ? 0 : (marks?.getState().problems.get(id) ?? 0)
    const chosen = selection[0]
    const stop = chosen !== undefined && nodeById(journey, chosen) ? chosen === id : place?.nth === 1
    const entry = types.get(node.type)?.entry === true
    const reached = entry || edgesInto(journey.edges, id).length > 0
    const receives: Face['receives'] =
      reaching && (whyNotLink(journey, types, reaching, id) === undefined ? 'yes' : 'no')
    const isFresh = problems > 0 && fresh === id
    const made = [node, linked, after, problems, isFresh, stop, reached, receives, place?.nth, place?.of]
    const before = known.get(id)
    if (before && made.every((one, nth) => one === before.made[nth])) return before.face
    const name = nameOf(node, types, language)
    const summary = summaryOf(node, types, language) ?? t('canvas.unknownType', { type: node.type })
    const spoken = [
      summary.startsWith(name) ? summary : `${name}${sayings.join}${summary}`,
      place && sayings.place({ nth: place.nth, of: place.of }),
      after,
      !live && !entry && !from && t('canvas.unreachable'),
      problems > 0 && (isFresh ? t('canvas.toSetUp') : t('canvas.problems', { count: problems })),
    ]
      .filter((words) => typeof words === 'string')
      .join(sayings.join)
    const face = { node, linked: linked === '' ? [] : linked.split('\n'), reached, stop, receives, spoken }
    known.set(id, { made, face })
    return face
  }

  const subscribe = (changed: () => void) => {
    const ends = [document.subscribe(changed), session.subscribe(changed), marks?.subscribe(changed)]
    return () => {
      for (const end of ends) end?.()
    }
  }
  return { of, subscribe }
}

/** What is said at every card, looked up once: what is left is to fill it in. */
function sayingsOf(t: TFunction) {
  const filled = (said: string) => (values: Record<string, string | number>) =>
    said.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
  return {
    join: t('spoken.join'),
    place: filled(t('spoken.place', { skipInterpolation: true })),
    after: filled(t('spoken.after', { skipInterpolation: true })),
  }
}
