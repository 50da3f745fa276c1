import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import { useSession, useStores } from '../store/editor-stores.tsx'
import { isOutside } from './is-outside.ts'

/** The list of customers takes room from the canvas: the card whose number was pressed stays in view. */
export function useBehindInView() {
  const node = useSession((state) => state.behind?.node)
  const { session } = useStores()
  useEffect(() => {
    if (node === undefined) return
    // The canvas is as narrow as it will be once the list was drawn.
    const frame = requestAnimationFrame(() => {
      const card = cardOf(node)
      if (card && isOutside(card)) session.getState().show([node])
    })
    return () => cancelAnimationFrame(frame)
  }, [node, session])
}

const cardOf = (node: string) => document.querySelector(`[data-card="${CSS.escape(node)}"]`)

const isInView = (node: string): boolean => {
  const card = cardOf(node)
  return card !== null && !isOutside(card)
}

/** Brings nodes into view when a problem, a link or an insert asks for it. */
export function useReveal() {
  const reveal = useSession((state) => state.reveal)
  const { fitView } = useReactFlow()
  useEffect(() => {
    if (!reveal || reveal.nodes.length === 0) return
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    // A node that was just added is measured in the next frame.
    const timer = setTimeout(() => {
      if (reveal.unseenOnly && reveal.nodes.every(isInView)) return
      void fitView({ nodes: reveal.nodes.map((id) => ({ id })), maxZoom: 1, padding: 0.6, duration: calm ? 0 : 240 })
    }, 60)
    return () => clearTimeout(timer)
  }, [reveal, fitView])
}

const besidePx = 24

/** The inspector takes room from the canvas, or lies over it: the card that it is about moves aside, as large as it was. */
export function useInspectedInView() {
  const open = useSession((state) => state.inspectorOpen || state.historyOpen)
  const { session } = useStores()
  const { getViewport, setViewport } = useReactFlow()
  useEffect(() => {
    const [node] = session.getState().selection
    if (!open || node === undefined) return
    const frame = requestAnimationFrame(() => {
      const card = cardOf(node)?.closest('.react-flow__node')
      const canvas = card?.closest('.canvas')?.getBoundingClientRect()
      // A card that is being dragged is where the hand is.
      if (!card || !canvas || card.classList.contains('dragging')) return
      const at = card.getBoundingClientRect()
      const panel = document.querySelector('.inspector')?.getBoundingClientRect().left ?? canvas.right
      const hidden = at.right + besidePx - Math.min(canvas.right, panel)
      const aside = Math.min(hidden, at.left - canvas.left - besidePx)
      const { x, y, zoom } = getViewport()
      if (aside > 0) void setViewport({ x: x - aside, y, zoom })
    })
    return () => cancelAnimationFrame(frame)
  }, [open, session, getViewport, setViewport])
}
