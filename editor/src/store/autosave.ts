import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentStore } from './document.ts'
import type { Journey } from './journey.ts'
import { type Conflict, merge } from './merge.ts'

export interface Saved {
  journey: Journey
  etag: string
}

/** What came of a PUT: saved, somebody was first, not reached, nobody signed in any more, or refused for good. */
export type SaveAnswer =
  | { came: 'saved'; etag: string }
  | { came: 'stale'; theirs: Saved }
  | { came: 'unreachable' | 'signed-out' }
  | { came: 'refused'; message: string }

export interface AutosaveState {
  state: 'saved' | 'unsaved' | 'saving' | 'unreachable' | 'signed-out' | 'refused' | 'conflict'
  /** The server's words, when refused. */
  message: string
  /** The same field changed by both: the operator decides. */
  conflicts: readonly Conflict[]
  theirs: Saved | undefined
  /** How often a colleague's changes came in without a conflict. */
  merges: number
  /** What the server has. */
  server: Saved
}

export interface Autosave extends StoreApi<AutosaveState> {
  /** Saves now what is not saved yet; resolves once the server has answered. */
  flush(): Promise<void>
  /** Ends a conflict in favour of one side's fields; all others merge. */
  resolve(prefer: 'mine' | 'theirs'): void
  /** Begins to follow the document; what it answers ends that. */
  start(): () => void
}

const delayMs = 800
const retryMs = 3000

/** Saves the document a while after each change, valid or not, and brings in what others saved meanwhile. */
export function createAutosave(
  document: DocumentStore,
  server: Saved,
  put: (journey: Journey, etag: string) => Promise<SaveAnswer>,
): Autosave {
  const store = createStore<AutosaveState>(() => ({
    state: 'saved',
    message: '',
    conflicts: [],
    theirs: undefined,
    merges: 0,
    server,
  }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let underWay: Promise<void> | undefined

  const plan = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }
  const dirty = () => document.getState().journey !== store.getState().server.journey

  const adopt = (theirs: Saved, prefer: 'mine' | 'theirs') => {
    const base = store.getState().server.journey
    document.getState().rebase((mine) => merge(base, mine, theirs.journey, prefer).journey)
    store.setState({ server: theirs, state: 'unsaved', conflicts: [], theirs: undefined })
    plan(0)
  }

  const receive = (theirs: Saved) => {
    const { server: base, merges } = store.getState()
    const { conflicts } = merge(base.journey, document.getState().journey, theirs.journey)
    if (conflicts.length > 0) return store.setState({ state: 'conflict', conflicts, theirs })
    store.setState({ merges: merges + 1 })
    adopt(theirs, 'mine')
  }

  const save = async () => {
    const { journey } = document.getState()
    store.setState({ state: 'saving' })
    const answer = await put(journey, store.getState().server.etag)
    if (answer.came === 'saved') {
      store.setState({
        server: { journey, etag: answer.etag },
        state: dirtyFrom(journey) ? 'unsaved' : 'saved',
        message: '',
      })
      if (dirtyFrom(journey)) plan(delayMs)
    } else if (answer.came === 'stale') receive(answer.theirs)
    else if (answer.came === 'refused') store.setState({ state: 'refused', message: answer.message })
    else {
      store.setState({ state: answer.came })
      plan(retryMs)
    }
  }
  const dirtyFrom = (saved: Journey) => document.getState().journey !== saved

  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (underWay) await underWay
    if (!dirty() || store.getState().state === 'conflict') return
    underWay = save().finally(() => {
      underWay = undefined
    })
    await underWay
  }

  const follow = () =>
    document.subscribe((now, before) => {
      if (now.journey === before.journey || !dirty() || store.getState().state === 'conflict') return
      if (store.getState().state !== 'saving') store.setState({ state: 'unsaved' })
      plan(delayMs)
    })

  return {
    ...store,
    flush,
    resolve(prefer) {
      const { theirs } = store.getState()
      if (theirs) adopt(theirs, prefer)
    },
    start() {
      const unsubscribe = follow()
      return () => {
        unsubscribe()
        clearTimeout(timer)
      }
    },
  }
}
