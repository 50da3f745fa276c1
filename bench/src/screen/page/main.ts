import {
  applyNodeChanges,
  Background,
  type Edge,
  Handle,
  type Node,
  type NodeChange,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react'
import { createElement as h, memo, useCallback, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Drawing } from '../drawing.ts'
import '@xyflow/react/dist/style.css'

// The yardstick: the same graph in React Flow as its documentation shows it, with cards of the same size and as many outlets.

type Card = Node<{ name: string; outlets: string[] }, 'card'>

const BareCard = memo(function BareCard({ data: { name, outlets } }: NodeProps<Card>) {
  return h(
    'div',
    { style: { width: 248, height: 64 + (outlets.length > 1 ? 29 : 0), border: '1px solid #ccc', background: '#fff' } },
    h(Handle, { type: 'target', position: Position.Top }),
    name,
    outlets.map((id, nth) =>
      h(Handle, {
        key: id,
        id,
        type: 'source',
        position: Position.Bottom,
        style: { left: `${((nth + 0.5) / outlets.length) * 100}%` },
      }),
    ),
  )
})

const nodeTypes = { card: BareCard }

function Bare({ nodes: first, edges }: { nodes: Card[]; edges: Edge[] }) {
  const [nodes, setNodes] = useState(first)
  const onNodesChange = useCallback(
    (changes: NodeChange<Card>[]) => setNodes((before) => applyNodeChanges(changes, before)),
    [],
  )
  return h(
    ReactFlow<Card>,
    { nodes, edges, nodeTypes, onNodesChange, fitView: true, minZoom: 0.1, snapToGrid: true, snapGrid: [8, 8] },
    h(Background, {}),
  )
}

const drawing: Drawing = await (await fetch('./drawing.json')).json()
const nodes = drawing.nodes.map(({ id, type, position }): Card => {
  const outlets = drawing.edges.filter(({ from }) => from === id).map(({ outlet }) => outlet)
  return { id, type: 'card', position, data: { name: type, outlets: outlets.length > 0 ? outlets : ['next'] } }
})
const edges = drawing.edges.map(
  ({ from, outlet, to }): Edge => ({
    id: `${from}:${outlet}`,
    type: 'smoothstep',
    source: from,
    sourceHandle: outlet,
    target: to,
  }),
)
const root = document.getElementById('root')
if (root) createRoot(root).render(h(Bare, { nodes, edges }))
