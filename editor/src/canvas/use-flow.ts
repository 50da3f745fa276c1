import type { EdgeChange, NodeChange } from '@xyflow/react'
import { useMemo, useRef, useState } from 'react'
import { moveNodes } from '../commands/move-nodes.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { edgeId, type JourneyEdge, type JourneyNode, type Point } from '../store/journey.ts'
import type { LinkEdge } from './journey-edge.tsx'
import type { CardNode } from './node-card.tsx'

interface Size {
  width: number
  height: number
}

const none: ReadonlyMap<string, never> = new Map<string, never>()

/**
 * The document as React Flow wants it. A node object is made anew only when that node moved, was selected or measured;
 * positions during a drag and measures stay here and never reach the document.
 */
export function useFlowNodes() {
  const nodes = useDocument((state) => state.journey.nodes)
  const selection = useSession((state) => state.selection)
  const { document, session, live } = useStores()
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>(none)
  const [sizes, setSizes] = useState<ReadonlyMap<string, Size>>(none)
  const cache = useRef(new Map<string, CardNode>())

  const flowNodes = useMemo(() => {
    const made = nodes.map((node) => {
      const next = flowNode(
        node,
        dragged.get(node.id) ?? placeOf(node, live),
        sizes.get(node.id),
        selection.includes(node.id),
      )
      const before = cache.current.get(node.id)
      return before && sameNode(before, next) ? before : next
    })
    cache.current = new Map(made.map((node) => [node.id, node]))
    return made
  }, [nodes, dragged, sizes, selection, live])

  const onNodesChange = (changes: NodeChange<CardNode>[]) => {
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
    if (moved.size > 0) setDragged((before) => new Map([...before, ...moved]))
    if (measured.size > 0) setSizes((before) => new Map([...before, ...measured]))
    if (selected && !sameSet(selected, session.getState().selection)) session.getState().select([...selected])
  }

  /** Writes what was dragged, once, as the drag ends. */
  const onDragStop = () => {
    if (dragged.size > 0) document.getState().dispatch(moveNodes(dragged))
    setDragged(none)
  }

  return { flowNodes, onNodesChange, onDragStop, sizes }
}

/** Watched cards carry numbers and are taller: the rows move apart, and nothing else changes. */
const stretched = 1.5
const placeOf = ({ position }: JourneyNode, live: boolean): Point =>
  live ? { x: position.x, y: position.y * stretched } : position

const flowNode = (node: JourneyNode, position: Point, size: Size | undefined, selected: boolean): CardNode => ({
  id: node.id,
  type: 'card',
  position,
  data: {},
  selected,
  // Without it a node made anew would vanish for a frame.
  ...(size ? { measured: size } : {}),
})

const sameNode = (a: CardNode, b: CardNode) =>
  a.position.x === b.position.x &&
  a.position.y === b.position.y &&
  a.selected === b.selected &&
  a.measured?.width === b.measured?.width &&
  a.measured?.height === b.measured?.height

const sameSet = (set: ReadonlySet<string>, list: readonly string[]) =>
  set.size === list.length && list.every((one) => set.has(one))

export function useFlowEdges() {
  const edges = useDocument((state) => state.journey.edges)
  const chosen = useSession((state) => state.edge)
  const selection = useSession((state) => state.selection)
  const { session } = useStores()

  const flowEdges = useMemo(
    () =>
      edges.map((edge) =>
        flowEdge(edge, edgeId(edge) === chosen, selection.includes(edge.from) || selection.includes(edge.to)),
      ),
    [edges, chosen, selection],
  )
  const onEdgesChange = (changes: EdgeChange<LinkEdge>[]) => {
    const picked = changes.find((change) => change.type === 'select' && change.selected)
    if (picked?.type === 'select') session.getState().selectEdge(picked.id)
    else if (changes.some((change) => change.type === 'select' && change.id === chosen) && chosen !== undefined) {
      session.setState({ edge: undefined })
    }
  }
  return { flowEdges, onEdgesChange }
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
