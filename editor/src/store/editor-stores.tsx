import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { NodeTypes } from '../node-types/links.ts'
import type { DocumentState, DocumentStore } from './document.ts'
import type { LiveCountsStore } from './live-counts.ts'
import { createMarks, type Marks, type MarksStore } from './marks.ts'
import type { PeopleStore } from './people.ts'
import type { SessionState, SessionStore } from './session.ts'

/** What every part of an open journey shares. */
export interface EditorStores {
  id: string
  document: DocumentStore
  session: SessionStore
  types: NodeTypes
  /** Watched rather than edited: nothing changes the journey, numbers are drawn. */
  live: boolean
  /** The numbers, where they are watched. */
  counts?: LiveCountsStore
  /** Who else is here, where it is edited. */
  people?: PeopleStore
  /** What is found and said at steps, where it is edited. */
  marks?: MarksStore
}

/** Whether the journey may change: neither watched, nor behind a comparison, where nobody would see it. */
export const isDrawn = ({ live, session }: EditorStores): boolean => !live && session.getState().comparing === undefined

export const EditorContext = createContext<EditorStores | undefined>(undefined)

export function useStores(): EditorStores {
  const stores = useContext(EditorContext)
  if (!stores) throw new Error('used outside an open journey')
  return stores
}

/** A slice of the document; a change elsewhere renders nothing. */
export const useDocument = <T,>(select: (state: DocumentState) => T): T => useStore(useStores().document, select)

export const useSession = <T,>(select: (state: SessionState) => T): T => useStore(useStores().session, select)

const unmarked = createMarks()

/** How many there are at a node; a card renders only when its own number changes. */
export const useMark = (of: keyof Marks, node: string): number =>
  useStore(useStores().marks ?? unmarked, (marks) => marks[of].get(node) ?? 0)
