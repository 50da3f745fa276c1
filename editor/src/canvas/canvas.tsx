import { Background, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { type DragEvent, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { edgeId, nodeById } from '../store/journey.ts'
import { CanvasTools } from './canvas-tools.tsx'
import { EmptyCanvas } from './empty-canvas.tsx'
import { FindBar } from './find-bar.tsx'
import { JourneyEdge } from './journey-edge.tsx'
import { fitting, needsMap } from './layout.ts'
import { type CardNode, NodeCard } from './node-card.tsx'
import { dragType } from './palette.tsx'
import { useAdd } from './use-add.ts'
import { useFlowEdges, useFlowNodes } from './use-flow.ts'
import { useCanvasKeys } from './use-keys.ts'
import { useLinks } from './use-links.ts'
import '@xyflow/react/dist/base.css'
import '../styles/canvas.css'

// Module-level: React Flow remounts everything when these change.
const nodeTypes = { card: NodeCard }
const edgeTypes = { link: JourneyEdge }
const grid: [number, number] = [8, 8]

export const Canvas = () => (
  <ReactFlowProvider>
    <Flow />
  </ReactFlowProvider>
)

function Flow() {
  const { t } = useTranslation()
  const { live, types, session, document } = useStores()
  const { flowNodes, onNodesChange, onDragStop, sizes } = useFlowNodes()
  const { flowEdges, onEdgesChange } = useFlowEdges()
  const links = useLinks()
  const onKeyDown = useCanvasKeys()
  const drop = useDrop()
  const empty = useDocument((state) => state.journey.nodes.length === 0)
  const selecting = useSession((state) => state.selection.length > 0)
  useReveal()
  const words = useMemo(
    () => ({
      'minimap.ariaLabel': t('editor.map'),
      'node.a11yDescription.default': '',
      'edge.a11yDescription.default': '',
    }),
    [t],
  )
  const categoryOf = (node: CardNode) => types.get(nodeById(document.getState().journey, node.id)?.type ?? '')?.category

  return (
    <section
      className="canvas"
      aria-label={t('editor.canvas')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      data-selecting={selecting}
      {...(live ? {} : drop)}
    >
      <ReactFlow
        nodes={flowNodes}
        edges={flowEdges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={onDragStop}
        onSelectionDragStop={onDragStop}
        onPaneClick={() => session.getState().select([])}
        {...links}
        ariaLabelConfig={words}
        deleteKeyCode={null}
        disableKeyboardA11y
        nodesFocusable={false}
        edgesFocusable={false}
        nodesDraggable={!live}
        nodesConnectable={!live}
        edgesReconnectable={!live}
        multiSelectionKeyCode={['Control', 'Meta']}
        selectionKeyCode="Shift"
        snapToGrid
        snapGrid={grid}
        connectionRadius={32}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={fitting(flowNodes.length, live)}
        onlyRenderVisibleElements={false}
      >
        <Background gap={24} size={1.5} color="var(--dots)" />
        {needsMap(flowNodes.length) ? (
          <MiniMap<CardNode>
            position="bottom-left"
            pannable
            zoomable
            className="map"
            nodeClassName={(node) => `map-${categoryOf(node) ?? 'unknown'}`}
          />
        ) : null}
        <CanvasTools sizes={sizes} />
      </ReactFlow>
      {empty && !live ? <EmptyCanvas /> : null}
      <FindBar />
    </section>
  )
}

/** Brings nodes into view when a problem, a link or an insert asks for it. */
function useReveal() {
  const reveal = useSession((state) => state.reveal)
  const { fitView } = useReactFlow()
  useEffect(() => {
    if (!reveal || reveal.nodes.length === 0) return
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    // A node that was just added is measured in the next frame.
    const timer = setTimeout(() => {
      void fitView({ nodes: reveal.nodes.map((id) => ({ id })), maxZoom: 1, padding: 0.6, duration: calm ? 0 : 240 })
    }, 60)
    return () => clearTimeout(timer)
  }, [reveal, fitView])
}

/** A palette entry dropped on a line is inserted there, elsewhere it stays loose. The line under it lights up. */
function useDrop() {
  const { document, types } = useStores()
  const add = useAdd()
  const { screenToFlowPosition } = useReactFlow()
  const [lit, setLit] = useState<Element | null>(null)
  const light = (element: Element | null) => {
    if (element === lit) return
    lit?.classList.remove('lit')
    element?.classList.add('lit')
    setLit(element)
  }
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(dragType)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      light(edgeUnder(event))
    },
    onDragLeave: () => light(null),
    onDrop: (event: DragEvent) => {
      const type = types.get(event.dataTransfer.getData(dragType))
      if (!type) return
      event.preventDefault()
      light(null)
      const under = edgeUnder(event)
      const id = under?.getAttribute('data-id') ?? under?.getAttribute('data-edge')
      const edge = document.getState().journey.edges.find((one) => edgeId(one) === id)
      if (edge && !type.entry) return add(type, { at: edge })
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY })
      add(type, { position: { x: Math.round((x - 124) / 8) * 8, y: Math.round((y - 32) / 8) * 8 } })
    },
  }
}

const edgeUnder = (event: DragEvent): Element | null =>
  event.target instanceof Element ? event.target.closest('.react-flow__edge, [data-edge]') : null
