import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Behind } from '../api/types.ts'
import type { Config, OutletRef } from './journey.ts'

/** Where the picker of node types stands, and what its choice is for. */
export interface Picking {
  at?: OutletRef
  /** Where the new card goes on the canvas, when it is not below the outlet's node. */
  position?: { x: number; y: number }
  /** Pixels of the window. */
  x: number
  y: number
}

/** A way out that is being led to another step by keys, and where on the window its list stands. */
export interface Linking extends OutletRef {
  x: number
  y: number
}

/** Where a node's own name is edited, beside its config: in place of a pointer. */
export const nameField = '#name'

/** A field that asks for the keyboard: a JSON pointer inside the config, or inside the settings. */
export interface FocusRequest {
  node: string | undefined
  pointer: string
  nth: number
}

/** What the inspector shows of what is selected. */
export type InspectorTab = 'configure' | 'comments' | 'numbers'

/** One of the states of a journey: a version by its number, or what is being drawn. */
export type VersionRef = number | 'draft'

/** What is neither saved nor undone: selection, panels, what is being picked. */
export interface SessionState {
  selection: readonly string[]
  /** A node that was just added and not left yet: it is to be set up rather than wrong. */
  fresh: string | undefined
  edge: string | undefined
  picking: Picking | undefined
  linking: Linking | undefined
  /** The way out that a line is being drawn from. */
  reaching: OutletRef | undefined
  /** A note that is being written, and a step whose quick fields are open on its card. */
  writing: string | undefined
  quick: string | undefined
  focus: FocusRequest | undefined
  /** Nodes that the canvas is to bring into view; `nth` makes each request new. */
  reveal: { nodes: readonly string[]; unseenOnly: boolean; nth: number } | undefined
  paletteOpen: boolean
  inspectorOpen: boolean
  problemsOpen: boolean
  /** How often Publish has asked for the first problem. */
  problemsAsked: number
  /** Whether steps are being searched for, and whether the keys are listed. */
  finding: boolean
  helping: boolean
  behind: Behind | undefined
  /** Of whom it is asked why she is not in the journey: her id, empty until one is chosen. In the place of who is behind a number. */
  whyNot: string | undefined
  tab: InspectorTab
  historyOpen: boolean
  /** Two states side by side, in place of the drawing. */
  comparing: { before: VersionRef; after: VersionRef } | undefined
  /** The settings as typed, with what is not complete enough to be saved. */
  settingsTyped: Config | undefined
  /** Opens what is selected in the inspector, unless that is only passed by. */
  select(nodes: readonly string[], open?: boolean): void
  selectEdge(edge: string | undefined): void
  pick(picking: Picking | undefined): void
  /** Brings nodes into the middle of the view; `unseenOnly`: unless all of them are in it. */
  show(nodes: readonly string[], unseenOnly?: boolean): void
  focusField(node: string | undefined, pointer: string): void
  /** Selects a node that was just added and takes the keyboard to its first field. */
  setUp(node: string): void
  setPanel(panel: 'paletteOpen' | 'inspectorOpen' | 'problemsOpen', open: boolean): void
  openBehind(behind: Behind | undefined): void
  askWhyNot(customer: string | undefined): void
}

export type SessionStore = StoreApi<SessionState>

/** `widthPx`: of the window. Where two panels would leave little between them, one begins open: the other opens as it is asked for. */
export const createSession = (widthPx: number): SessionStore =>
  createStore<SessionState>((set, get) => ({
    selection: [],
    fresh: undefined,
    edge: undefined,
    picking: undefined,
    linking: undefined,
    reaching: undefined,
    writing: undefined,
    quick: undefined,
    focus: undefined,
    reveal: undefined,
    paletteOpen: widthPx >= 1024,
    inspectorOpen: widthPx >= 1280,
    problemsOpen: false,
    problemsAsked: 0,
    finding: false,
    helping: false,
    behind: undefined,
    whyNot: undefined,
    tab: 'configure',
    historyOpen: false,
    comparing: undefined,
    settingsTyped: undefined,
    select: (selection, open = true) =>
      set(({ fresh, inspectorOpen }) => ({
        selection,
        edge: undefined,
        fresh: fresh !== undefined && selection.includes(fresh) ? fresh : undefined,
        inspectorOpen: inspectorOpen || (open && selection.length > 0),
      })),
    selectEdge: (edge) => set({ edge, selection: [], fresh: undefined }),
    pick: (picking) => set({ picking }),
    show: (nodes, unseenOnly = false) => set({ reveal: { nodes, unseenOnly, nth: (get().reveal?.nth ?? 0) + 1 } }),
    focusField: (node, pointer) =>
      set({
        selection: node === undefined ? [] : [node],
        edge: undefined,
        fresh: undefined,
        inspectorOpen: true,
        tab: 'configure',
        historyOpen: false,
        comparing: undefined,
        focus: { node, pointer, nth: (get().focus?.nth ?? 0) + 1 },
      }),
    setUp(node) {
      get().focusField(node, '')
      set({ fresh: node })
    },
    setPanel: (panel, open) => set({ [panel]: open }),
    openBehind: (behind) => set({ behind, whyNot: undefined }),
    askWhyNot: (whyNot) => set({ whyNot, behind: undefined }),
  }))
