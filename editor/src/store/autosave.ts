import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentStore } from './document.ts'
import type { Journey, Json } from './journey.ts'
import { type Conflict, merge, same } from './merge.ts'

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
  /** Saves until nothing is left to be saved; false where that cannot be. */
  saveAll(): Promise<boolean>
  /** Brings in what is on the server, whatever it is. */
  look(): Promise<void>
  /** The server has another state than this page's: brings it in, unless it is this page's own. True where nothing of mine met it. */
  hear(etag: string): Promise<boolean>
  /** Brings in what somebody saved. */
  receive(theirs: Saved): void
  /** Ends a conflict in favour of one side's fields; all others merge. */
  resolve(prefer: 'mine' | 'theirs'): void
  /** Begins to follow the document; what it answers ends that. */
  start(): () => void
}

/** Revisions go up: an answer that was overtaken tells what was. */
const isNewer = (etag: string, than: string): boolean => revisionOf(etag) > revisionOf(than)
const revisionOf = (etag: string): number => Number(/\d+/.exec(etag)?.[0] ?? 0)
const isSame = (a: Journey, b: Journey): boolean => same(asJson(a), asJson(b))
const asJson = (journey: Journey): Json => JSON.parse(JSON.stringify(journey))

const delayMs = 800
const mostSaves = 5
const retryMs = 3000

/** Saves the document a while after each change, valid or not, and brings in what others saved meanwhile. */
export function createAutosave(
  document: DocumentStore,
  server: Saved,
  put: (journey: Journey, etag: string) => Promise<SaveAnswer>,
  load?: () => Promise<Saved>,
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
    const { journey } = document.getState()
    const settled = { conflicts: [], theirs: undefined, message: '' }
    // Nothing of mine is left to be saved: then the server has this very document.
    if (isSame(journey, theirs.journey)) {
      clearTimeout(timer)
      return store.setState({ server: { ...theirs, journey }, state: 'saved', ...settled })
    }
    store.setState({ server: theirs, state: 'unsaved', ...settled })
    plan(0)
  }

  const receive = (theirs: Saved) => {
    const { server: base, merges } = store.getState()
    const met = dirty() && !isSame(base.journey, theirs.journey)
    const { conflicts } = merge(base.journey, document.getState().journey, theirs.journey)
    if (conflicts.length > 0) return store.setState({ state: 'conflict', conflicts, theirs })
    if (met) store.setState({ merges: merges + 1 })
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

  let hearing: Promise<void> | undefined
  const saveAll = async (): Promise<boolean> => {
    for (let tries = 0; tries < mostSaves && store.getState().server.journey !== document.getState().journey; tries++)
      await flush()
    return store.getState().state === 'saved'
  }

  const hear = async (etag: string): Promise<boolean> => {
    // What is being saved or loaded may be the very state that was heard of.
    await underWay
    await hearing
    if (!load || store.getState().state === 'conflict' || !isNewer(etag, store.getState().server.etag)) return false
    let follows = false
    hearing = load().then(
      (theirs) => {
        if (underWay || !isNewer(theirs.etag, store.getState().server.etag)) return
        follows = !dirty()
        receive(theirs)
      },
      () => undefined,
    )
    await hearing
    hearing = undefined
    return follows
  }

  const follow = () =>
    document.subscribe((now, before) => {
      const { state } = store.getState()
      if (now.journey === before.journey || state === 'conflict') return
      // Undone before it was saved: the server has this very document.
      const isKept = !dirty()
      if (state !== 'saving') store.setState(isKept ? { state: 'saved', message: '' } : { state: 'unsaved' })
      if (isKept) clearTimeout(timer)
      else plan(delayMs)
    })

  return {
    ...store,
    flush,
    saveAll,
    hear,
    async look() {
      if (load) receive(await load())
    },
    receive,
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
