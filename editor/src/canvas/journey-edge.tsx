import { BaseEdge, type Edge, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { memo, use } from 'react'
import { createPortal } from 'react-dom'
import { useLiveCounts } from '../api/counts.ts'
import { useWords } from '../i18n/words.tsx'
import { nameOf } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { nodeById, type OutletRef } from '../store/journey.ts'
import { EdgeCount } from './edge-count.tsx'
import { useTabStop } from './faces.tsx'
import { LabelLayerContext } from './label-layer.ts'
import { SeenContext } from './seen.ts'

export type LinkEdge = Edge<Record<string, never>, 'link'>

/** A line from an outlet to the next step: edited, it carries a +; watched, how many went this way. */
export const JourneyEdge = memo(function JourneyEdge(props: EdgeProps<LinkEdge>) {
  const { id, source, target, sourceHandleId, selected } = props
  const { live } = useStores()
  const [path, x, y] = getSmoothStepPath({ ...props, borderRadius: 12 })
  const outlet = sourceHandleId ?? ''
  const width = useVolume(source, outlet)
  const layer = use(LabelLayerContext)
  const isSeen = use(SeenContext)
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={selected ? 'edge selected' : 'edge'}
        style={live ? { strokeWidth: width } : {}}
        interactionWidth={24}
      />
      {layer && isSeen
        ? createPortal(
            <div className="edge-label nodrag nopan" data-edge={id} style={{ left: x, top: y }}>
              {live ? (
                <EdgeCount from={source} outlet={outlet} />
              ) : (
                <InsertButton from={source} outlet={outlet} to={target} />
              )}
            </div>,
            layer,
          )
        : null}
    </>
  )
})

function InsertButton({ from, outlet, to }: OutletRef & { to: string }) {
  const { t, language } = useWords()
  const { document, session, types } = useStores()
  const name = (id: string) => {
    const node = nodeById(document.getState().journey, id)
    return node ? nameOf(node, types, language) : id
  }
  const stop = useTabStop(from)
  const label = t('canvas.insert', { from: name(from), to: name(to) })
  return (
    <button
      type="button"
      tabIndex={stop ? 0 : -1}
      className="plus insert"
      aria-label={label}
      title={label}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        session.getState().pick({ at: { from, outlet }, x: box.left + box.width / 2, y: box.bottom })
      }}
    />
  )
}

/** Thicker with volume: 1.5 px for none, up to 6 for the most travelled. */
const useVolume = (from: string, outlet: string): number =>
  useLiveCounts((counts) => {
    const share = (counts?.nodes[from]?.outlets[outlet] ?? 0) / Math.max(1, counts?.entered ?? 1)
    // In quarters of a pixel: what cannot be seen is not drawn again.
    return Math.round((1.5 + 4.5 * Math.sqrt(Math.min(1, share))) * 4) / 4
  })
