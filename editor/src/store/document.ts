import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Command } from '../commands/command.ts'
import { begin, type History, rebase, record, redo, seal, undo } from './history.ts'
import type { Journey } from './journey.ts'

/** The journey as drawn: what is saved and undone. Only `dispatch` changes it. */
export interface DocumentState extends History {
  dispatch(command: Command): void
  /** Answer the paths that changed, so that the canvas can show them. */
  undo(): readonly string[]
  redo(): readonly string[]
  /** Ends the step that typing was joining: a field was left. */
  seal(): void
  /** Brings a colleague's changes under the document and every undo step. */
  rebase(onto: (journey: Journey) => Journey): void
}

export type DocumentStore = StoreApi<DocumentState>

export const createDocument = (journey: Journey): DocumentStore =>
  createStore<DocumentState>((set, get) => ({
    ...begin(journey),
    dispatch: (command) => set((state) => record(state, command)),
    undo() {
      const paths = get().past.at(-1)?.paths ?? []
      set(undo(get()))
      return paths
    },
    redo() {
      const paths = get().future.at(0)?.paths ?? []
      set(redo(get()))
      return paths
    },
    seal: () => set((state) => seal(state)),
    rebase: (onto) => set((state) => rebase(state, onto)),
  }))
