import { Background, MiniMap, ReactFlow, ReactFlowProvider } from '@xyflow/react'
import { type MouseEvent, memo, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { WordsProvider } from '../i18n/words.tsx'
import { useFirstView } from '../shell/use-first-view.ts'
import { useDocument, useSession, useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import type { SessionStore } from '../store/session.ts'
import { ownAttribution } from './attribution.tsx'
import { CanvasTools } from './canvas-tools.tsx'
import { EmptyCanvas } from './empty-canvas.tsx'
import { FacesProvider } from './faces.tsx'
import { FindBar } from './find-bar.tsx'
import { JourneyEdge, type LinkEdge } from './journey-edge.tsx'
import { LabelLayerContext, useLabelLayer } from './label-layer.ts'
import { needsMap } from './layout.ts'
import { NodeCard } from './node-card.tsx'
import { NoteCard } from './note-card.tsx'
import { QuickEdit } from './quick-edit.tsx'
import { SeenContext, WholeContext } from './seen.ts'
import { SeveralBar } from './several-bar.tsx'
import { useDrop } from './use-drop.ts'
import { type FlowNode, useFlowEdges, useFlowNodes } from './use-flow.ts'
import { useHandleTitles } from './use-handle-titles.ts'
import { useImport } from './use-import.ts'
import { useCanvasKeys } from './use-keys.ts'
import { Reaching, useLinks } from './use-links.ts'
import { usePrint } from './use-print.ts'
import { useRememberedView } from './use-remembered-view.ts'
import { useBehindInView, useInspectedInView, useReveal } from './use-reveal.ts'
import { useTrustedSizes } from './use-trusted-sizes.ts'
import '@xyflow/react/dist/base.css'
import '../styles/canvas.css'
import '../styles/drawing.css'
import '../styles/print.css'

// Module-level: React Flow remounts everything when these change.
const nodeTypes = { card: NodeCard, note: NoteCard }
const edgeTypes = { link: JourneyEdge }
const grid: [number, number] = [8, 8]
const several = ['Control', 'Meta']

export const Canvas = () => (
  <ReactFlowProvider>
    <WordsProvider>
      <FacesProvider>
        <Flow />
      </FacesProvider>
    </WordsProvider>
  </ReactFlowProvider>
)

function Flow() {
  const { t } = useTranslation()
  const { live, session } = useStores()
  const { flowNodes, onNodesChange, onDragStop } = useFlowNodes()
  const flowEdges = useFlowEdges()
  const links = useLinks()
  const onKeyDown = useCanvasKeys()
  const onPointerOver = useHandleTitles()
  const drop = useDrop()
  const { isFar, props: view } = useRememberedView()
  const { layer, findLayer } = useLabelLayer()
  const isSeen = useFirstView()
  const empty = useDocument(({ journey }) => journey.nodes.length === 0 && !journey.notes?.length)
  const selecting = useSession((state) => state.selection.length > 0)
  useTrustedSizes()
  useReveal()
  useBehindInView()
  useInspectedInView()
  useImport()
  usePrint()
  // Made once, as all that React Flow is given: else it looks at every card and line again, at each move of one.
  const presses = useMemo(() => pressesOf(session), [session])
  const words = useMemo(
    () => ({
      'minimap.ariaLabel': t('editor.map'),
      'node.a11yDescription.default': '',
      'edge.a11yDescription.default': '',
    }),
    [t],
  )

  return (
    <section
      ref={findLayer}
      className="canvas"
      aria-label={t('editor.canvas')}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onPointerOver={onPointerOver}
      data-selecting={selecting}
      data-seen={isSeen}
      {...(live ? {} : drop)}
    >
      <SeenContext value={isSeen}>
        <WholeContext value={isSeen || !isFar}>
          <LabelLayerContext value={layer}>
            <ReactFlow
              nodes={flowNodes}
              edges={flowEdges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              onNodesChange={onNodesChange}
              onNodeDragStop={onDragStop}
              onSelectionDragStop={onDragStop}
              {...presses}
              {...links}
              ariaLabelConfig={words}
              proOptions={ownAttribution}
              deleteKeyCode={null}
              disableKeyboardA11y
              nodesFocusable={false}
              edgesFocusable={false}
              nodesDraggable={!live}
              nodesConnectable={!live}
              edgesReconnectable={isSeen && !live}
              multiSelectionKeyCode={several}
              selectionKeyCode="Shift"
              snapToGrid
              snapGrid={grid}
              connectionRadius={32}
              minZoom={0.1}
              maxZoom={2}
              zoomOnDoubleClick={false}
              {...view}
              onlyRenderVisibleElements={false}
            >
              <Background gap={24} size={1.5} color="var(--dots)" />
              {isSeen && needsMap(flowNodes.length) ? <Overview /> : null}
              <Reaching />
              <SeveralBar />
              <CanvasTools />
            </ReactFlow>
          </LabelLayerContext>
        </WholeContext>
      </SeenContext>
      {empty && !live ? <EmptyCanvas /> : null}
      <FindBar />
      {live ? null : <QuickEdit />}
    </section>
  )
}

const pressesOf = ({ getState }: SessionStore) => ({
  onPaneClick: () => getState().select([]),
  // Pressed among several that are selected, one is meant; React Flow would leave them all.
  onNodeClick({ ctrlKey, metaKey, shiftKey }: MouseEvent, { id }: FlowNode) {
    if (!ctrlKey && !metaKey && !shiftKey) getState().select([id])
  },
  // By a press alone: a frame drawn around steps takes their lines for selected too.
  onEdgeClick: (_event: MouseEvent, { id }: LinkEdge) => getState().selectEdge(id),
})

/** The map: drawn again when the cards change, not when the canvas has another reason. */
const Overview = memo(function Overview() {
  const { types, document } = useStores()
  const classOf = useCallback(
    ({ id, type }: FlowNode) =>
      type === 'note'
        ? 'map-note'
        : `map-${types.get(nodeById(document.getState().journey, id)?.type ?? '')?.category}`,
    [types, document],
  )
  return <MiniMap<FlowNode> position="bottom-left" pannable zoomable className="map" nodeClassName={classOf} />
})
