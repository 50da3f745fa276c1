import { deleteNodes } from '../commands/delete-nodes.ts'
import { moveNodes } from '../commands/move-nodes.ts'
import { unlink } from '../commands/unlink.ts'
import type { EditorStores } from '../store/editor-stores.tsx'
import { edgeId, nodeById } from '../store/journey.ts'
import { noteById, noteIdOf, refsOf } from '../store/notes.ts'
import { nameField } from '../store/session.ts'
import { addAfter, linkTo, quickEdit } from './key-acts.ts'
import type { CanvasScene } from './scene.ts'
import { isArrow, walk } from './walk.ts'

/** What a key of the canvas works with. */
export interface KeyScene {
  stores: EditorStores
  canvas: HTMLElement
  key: string
  language: string
  duplicate(): void
  /** Where the canvas has the focus. */
  view?: CanvasScene | undefined
}

/** What a key does: a word of the catalogs' `keys`. Answers false where there was nothing to do. */
interface Binding {
  word:
    | 'escape'
    | 'delete'
    | 'all'
    | 'walk'
    | 'nudge'
    | 'configure'
    | 'quick'
    | 'add'
    | 'link'
    | 'note'
    | 'rename'
    | 'duplicate'
    | 'fit'
    | 'fitSelection'
    | 'zoomIn'
    | 'zoomOut'
    | 'find'
    | 'help'
  /** As `chordOf` writes them. */
  chords: readonly string[]
  /** Whether it changes nothing, so that it works while watching too. */
  looks?: true
  /** Whether it works wherever nothing is being written, not on the canvas alone. */
  anywhere?: true
  act(scene: KeyScene): boolean
}

const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']
const gridPx = 8

/** Every key of the canvas, in the order that help lists them. */
export const bindings: readonly Binding[] = [
  { word: 'walk', chords: arrows, looks: true, act: goTo },
  { word: 'configure', chords: ['Enter'], act: configure },
  { word: 'quick', chords: ['E'], act: quickEdit },
  { word: 'add', chords: ['A'], act: addAfter },
  { word: 'link', chords: ['L'], act: linkTo },
  { word: 'note', chords: ['N'], act: ({ view }) => looking(view?.addNote) },
  { word: 'rename', chords: ['F2'], act: rename },
  {
    word: 'duplicate',
    chords: ['Mod+D'],
    act({ stores, duplicate }) {
      duplicate()
      return stores.session.getState().selection.length > 0
    },
  },
  { word: 'delete', chords: ['Delete', 'Backspace'], act: remove },
  { word: 'nudge', chords: arrows.map((arrow) => `Alt+${arrow}`), act: nudge },
  {
    word: 'all',
    chords: ['Mod+A'],
    looks: true,
    act({ stores: { document, session } }) {
      session.getState().select(refsOf(document.getState().journey))
      return true
    },
  },
  { word: 'fit', chords: ['1'], looks: true, act: ({ view }) => looking(view?.fit) },
  { word: 'fitSelection', chords: ['2'], looks: true, act: ({ view }) => looking(view?.fitSelection) },
  { word: 'zoomIn', chords: ['+', '='], looks: true, act: ({ view }) => looking(view?.zoomIn) },
  { word: 'zoomOut', chords: ['-'], looks: true, act: ({ view }) => looking(view?.zoomOut) },
  {
    word: 'find',
    chords: ['Mod+F'],
    looks: true,
    anywhere: true,
    act({ stores: { session } }) {
      session.setState({ finding: true })
      return true
    },
  },
  {
    word: 'help',
    chords: ['?'],
    looks: true,
    anywhere: true,
    act({ stores: { session } }) {
      session.setState({ helping: true })
      return true
    },
  },
  {
    word: 'escape',
    chords: ['Escape'],
    looks: true,
    act({ stores: { session } }) {
      session.getState().select([])
      return true
    },
  },
]

/** A key with what is held beside it: `Mod+D`, `Alt+ArrowUp`, `?`. */
export function chordOf(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return `${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${key}`
}

function looking(look: (() => void) | undefined): boolean {
  look?.()
  return look !== undefined
}

function goTo({ stores: { document, session, types }, canvas, key }: KeyScene): boolean {
  const [from] = session.getState().selection
  const next = from !== undefined && isArrow(key) ? walk(document.getState().journey, types, from, key) : undefined
  if (next === undefined) return false
  session.getState().select([next])
  session.getState().show([next])
  document.getState().seal()
  canvas.querySelector<HTMLElement>(`[data-card="${next}"]`)?.focus({ preventScroll: true })
  return true
}

function configure({ stores: { session } }: KeyScene): boolean {
  const [only] = session.getState().selection
  // On a button other than the card, Enter is that button's.
  if (only === undefined || !(document.activeElement instanceof HTMLElement && document.activeElement.dataset.card))
    return false
  if (noteIdOf(only) === undefined) session.getState().focusField(only, '')
  else session.setState({ writing: only })
  return true
}

function rename({ stores: { session } }: KeyScene): boolean {
  const [only] = session.getState().selection
  if (only === undefined) return false
  if (noteIdOf(only) === undefined) session.getState().focusField(only, nameField)
  else session.setState({ writing: only })
  return true
}

function remove({ stores: { document, session }, canvas }: KeyScene): boolean {
  const { selection, edge } = session.getState()
  const { journey, dispatch } = document.getState()
  const chosen = journey.edges.find((one) => edgeId(one) === edge)
  if (selection.length > 0) dispatch(deleteNodes(selection))
  else if (chosen) dispatch(unlink(chosen))
  else return false
  session.getState().select([])
  canvas.focus()
  return true
}

function nudge({ stores: { document, session }, key }: KeyScene): boolean {
  const { selection } = session.getState()
  const x = key === 'ArrowLeft' ? -gridPx : key === 'ArrowRight' ? gridPx : 0
  const y = key === 'ArrowUp' ? -gridPx : key === 'ArrowDown' ? gridPx : 0
  const { journey, dispatch } = document.getState()
  const moved = selection.flatMap((id) => {
    const at = (nodeById(journey, id) ?? noteById(journey, noteIdOf(id) ?? ''))?.position
    return at ? [[id, { x: at.x + x, y: at.y + y }] as const] : []
  })
  // Pressed again and again it is one step.
  if (moved.length > 0) dispatch({ ...moveNodes(new Map(moved)), key: `nudge:${selection.join(' ')}` })
  return moved.length > 0
}
