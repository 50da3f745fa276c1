import {
  Background,
  BaseEdge,
  type EdgeProps,
  getSmoothStepPath,
  Handle,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { memo, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useComparison } from '../editing/use-comparison.ts'
import { NodeIcon } from '../node-types/icon.tsx'
import { nameOf, outletsOfNode, summaryOf } from '../node-types/words.ts'
import { EditorContext, useSession, useStores } from '../store/editor-stores.tsx'
import { ownAttribution } from './attribution.tsx'
import { CanvasTools } from './canvas-tools.tsx'
import { type ComparedEdge, type ComparedNode, compareFlow } from './compare-flow.ts'
import { cardWidth, fitting } from './layout.ts'
import { MarkSign } from './mark-sign.tsx'
import { roomOfCanvas } from './view.ts'
import '@xyflow/react/dist/base.css'
import '../styles/canvas.css'
import '../styles/together.css'

const nodeTypes = { compared: memo(ComparedCard) }
const edgeTypes = { compared: memo(ComparedLine) }

/** Two states of the journey in one drawing, to be looked at: what came, what went, what is different. */
export default function CompareCanvas() {
  const { t } = useTranslation()
  const stores = useStores()
  const { compared } = useComparison()
  const flow = useMemo(() => compared && compareFlow(compared.after, compared.comparison), [compared])
  const looking = useMemo(() => ({ ...stores, live: true }), [stores])
  return (
    <EditorContext value={looking}>
      <section className="canvas compare-canvas" aria-label={t('history.canvas')} tabIndex={-1}>
        {flow ? (
          <ReactFlowProvider>
            <ReactFlow
              nodes={flow.nodes}
              edges={flow.edges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              proOptions={ownAttribution}
              deleteKeyCode={null}
              disableKeyboardA11y
              nodesFocusable={false}
              edgesFocusable={false}
              nodesDraggable={false}
              nodesConnectable={false}
              elementsSelectable={false}
              minZoom={0.1}
              maxZoom={2}
              fitView
              fitViewOptions={fitting(
                flow.nodes.map(({ position }) => position),
                roomOfCanvas(),
                false,
              )}
            >
              <Background gap={24} size={1.5} color="var(--dots)" />
              <CanvasTools />
              <Reveal />
            </ReactFlow>
          </ReactFlowProvider>
        ) : null}
      </section>
    </EditorContext>
  )
}

/** Brings the step into view that was chosen in the list. */
function Reveal() {
  const reveal = useSession((state) => state.reveal)
  const { fitView } = useReactFlow()
  useEffect(() => {
    if (!reveal) return
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    void fitView({ nodes: reveal.nodes.map((id) => ({ id })), maxZoom: 1, padding: 0.6, duration: calm ? 0 : 240 })
  }, [reveal, fitView])
  return null
}

function ComparedCard({ id, data: { node, mark, outlets: linked } }: NodeProps<ComparedNode>) {
  const { t, i18n } = useTranslation()
  const { types } = useStores()
  const type = types.get(node.type)
  const outlets = outletsOfNode(node, types, i18n.language, linked)
  return (
    <div className="card compared" data-node={id} data-mark={mark} style={{ width: cardWidth(outlets.length) }}>
      {type?.entry ? null : (
        <Handle type="target" position={Position.Top} className="handle-in" isConnectable={false} />
      )}
      <div className="card-main">
        <NodeIcon shapes={type?.icon} category={type?.category} />
        <span className="card-words">
          <span className="card-name" data-fit="cut">
            {nameOf(node, types, i18n.language)}
          </span>
          <span className="card-summary" data-fit="cut">
            {summaryOf(node, types, i18n.language) ?? t('canvas.unknownType', { type: node.type })}
          </span>
        </span>
      </div>
      {mark ? (
        <span className="compared-mark" data-sign={mark}>
          <MarkSign mark={mark} /> {t(`history.${mark}`)}
        </span>
      ) : null}
      {outlets.length > 1 ? (
        <div className="card-outlets" style={{ gridTemplateColumns: `repeat(${outlets.length}, 1fr)` }}>
          {outlets.map(({ outlet, label }) => (
            <span key={outlet} title={label} data-fit="cut">
              {label}
            </span>
          ))}
        </div>
      ) : null}
      {outlets.map(({ outlet }, nth) => (
        <Handle
          key={outlet}
          id={outlet}
          type="source"
          position={Position.Bottom}
          className="handle-out"
          style={{ left: `${((nth + 0.5) / outlets.length) * 100}%` }}
          isConnectable={false}
        />
      ))}
    </div>
  )
}

function ComparedLine(props: EdgeProps<ComparedEdge>) {
  const [path, x, y] = getSmoothStepPath({ ...props, borderRadius: 12 })
  const mark = props.data?.mark
  return (
    <>
      <BaseEdge id={props.id} path={path} className={mark ? `edge compared-${mark}` : 'edge'} />
      {mark ? (
        <g className="compared-sign" data-sign={mark} transform={`translate(${x} ${y})`}>
          <circle r="9" />
          <text textAnchor="middle" dominantBaseline="central">
            {mark === 'added' ? '+' : '−'}
          </text>
        </g>
      ) : null}
    </>
  )
}
