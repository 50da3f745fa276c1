import type { NodeChange } from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveNodes } from '../commands/move-nodes.ts'
import { firstViewSeen } from '../shell/first-view.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { edgeId, type JourneyEdge, type Point } from '../store/journey.ts'
import { noteRef } from '../store/notes.ts'
import type { LinkEdge } from './journey-edge.tsx'
import { placeOf, type Size } from './layout.ts'
import type { CardNode } from './node-card.tsx'
import type { NoteNode } from './note-card.tsx'
import { type Ahead, sizesAhead } from './sizes-ahead.ts'

export type FlowNode = CardNode | NoteNode

const none: ReadonlyMap<string, never> = new Map<string, never>()

/**
 * The document as React Flow wants it. A node object is made anew only when that node moved, was selected or measured;
 * positions during a drag and measures stay here and never reach the document.
 */
export function useFlowNodes() {
  const nodes = useDocument((state) => state.journey.nodes)
  const notes = useDocument((state) => state.journey.notes)
  const selection = useSession((state) => state.selection)
  const { document, session, live } = useStores()
  const ahead = useSizesAhead()
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>(none)
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(
    () => new Map([...ahead].map(([id, { size }]) => [id, size])),
  )
  const cache = useRef(new Map<string, FlowNode>())

  const flowNodes = useMemo(() => {
    const selected = new Set(selection)
    // From then on React Flow knows the handles, and measures them itself.
    const first = cache.current.size === 0 ? ahead : none
    const made = (id: string, type: FlowNode['type'], position: Point): FlowNode => {
      const at = dragged.get(id) ?? placeOf(position, live)
      const next = flowNode(id, type, at, sizes.get(id), selected.has(id), first.get(id))
      const before = cache.current.get(id)
      return before && sameNode(before, next) ? before : next
    }
    const all = [
      ...nodes.map(({ id, position }) => made(id, 'card', position)),
      ...(notes ?? []).map(({ id, position }) => made(noteRef(id), 'note', position)),
    ]
    cache.current = new Map(all.map((node) => [node.id, node]))
    return all
  }, [nodes, notes, dragged, sizes, selection, live, ahead])

  // Made once: a new function would make React Flow look at every card and line again, at each move of one.
  const { onNodesChange, onDragStop } = useMemo(() => {
    let moving: ReadonlyMap<string, Point> = none
    const onNodesChange = (changes: NodeChange<FlowNode>[]) => {
      const moved = new Map<string, Point>()
      const measured = new Map<string, Size>()
      let selected: Set<string> | undefined
      for (const change of changes) {
        if (change.type === 'position' && change.position) moved.set(change.id, change.position)
        if (change.type === 'dimensions' && change.dimensions) measured.set(change.id, change.dimensions)
        if (change.type === 'select') {
          selected ??= new Set(session.getState().selection)
          if (change.selected) selected.add(change.id)
          else selected.delete(change.id)
        }
      }
      if (moved.size > 0) {
        moving = new Map([...moving, ...moved])
        setDragged(moving)
      }
      if (measured.size > 0) {
        setSizes((before) => new Map([...before, ...measured]))
        firstViewSeen()
      }
      if (selected && !sameSet(selected, session.getState().selection)) session.getState().select([...selected])
    }

    /** Writes what was dragged, once, as the drag ends. */
    const onDragStop = () => {
      if (moving.size > 0) document.getState().dispatch(moveNodes(moving))
      moving = none
      setDragged(none)
    }
    return { onNodesChange, onDragStop }
  }, [document, session])

  return { flowNodes: useSame(flowNodes), onNodesChange, onDragStop }
}

const flowNode = (
  id: string,
  type: FlowNode['type'],
  position: Point,
  size: Size | undefined,
  selected: boolean,
  ahead: Ahead | undefined,
): FlowNode => ({
  id,
  type,
  position,
  data: {},
  selected,
  // Without it a node made anew would vanish for a frame.
  ...(size ? { measured: size } : {}),
  ...(ahead ? { handles: ahead.handles } : {}),
})

/** Of what is there as the canvas opens; cards that are watched carry numbers, and are measured. */
function useSizesAhead(): ReadonlyMap<string, Ahead> {
  const { i18n } = useTranslation()
  const { document, types, live } = useStores()
  const [ahead] = useState(() => (live ? none : sizesAhead(document.getState().journey, types, i18n.language)))
  useEffect(() => {
    if (ahead.size > 0) firstViewSeen()
  }, [ahead])
  return ahead
}

const sameNode = (a: FlowNode, b: FlowNode) =>
  a.position.x === b.position.x &&
  a.position.y === b.position.y &&
  a.selected === b.selected &&
  a.measured?.width === b.measured?.width &&
  a.measured?.height === b.measured?.height

const sameSet = (set: ReadonlySet<string>, list: readonly string[]) =>
  set.size === list.length && list.every((one) => set.has(one))

/** The list as it was where none of its members is new: typing a word moves no card, and React Flow has nothing to look at. */
function useSame<T>(list: T[]): T[] {
  const before = useRef(list)
  if (before.current.length !== list.length || list.some((one, nth) => one !== before.current[nth]))
    before.current = list
  return before.current
}

export function useFlowEdges() {
  const edges = useDocument((state) => state.journey.edges)
  const chosen = useSession((state) => state.edge)
  const selection = useSession((state) => state.selection)
  const cache = useRef(new Map<string, LinkEdge>())

  return useMemo(() => {
    const selected = new Set(selection)
    const made = edges.map((edge) => {
      const next = flowEdge(edge, edgeId(edge) === chosen, selected.has(edge.from) || selected.has(edge.to))
      const before = cache.current.get(next.id)
      return before && sameEdge(before, next) ? before : next
    })
    cache.current = new Map(made.map((edge) => [edge.id, edge]))
    return made
  }, [edges, chosen, selection])
}

const flowEdge = (edge: JourneyEdge, selected: boolean, near: boolean): LinkEdge => ({
  id: edgeId(edge),
  type: 'link',
  // In no language, instead of React Flow's English.
  ariaLabel: `${edge.from} → ${edge.to}`,
  source: edge.from,
  sourceHandle: edge.outlet,
  target: edge.to,
  data: {},
  selected,
  className: near ? 'near' : '',
})

const sameEdge = (a: LinkEdge, b: LinkEdge) =>
  a.target === b.target && a.selected === b.selected && a.className === b.className
