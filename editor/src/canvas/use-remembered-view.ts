import type { ReactFlowInstance } from '@xyflow/react'
import { useState } from 'react'
import { useStores } from '../store/editor-stores.tsx'
import type { LinkEdge } from './journey-edge.tsx'
import { cardHeightPx, cardWidth, fitting } from './layout.ts'
import { rememberedView, rememberView, type Viewport } from './remembered-view.ts'
import type { FlowNode } from './use-flow.ts'

/** A journey opens as it was left; fitted where it was never looked at, or where nothing would be seen. */
export function useRememberedView() {
  const { id, document, live } = useStores()
  const key = live ? `${id} live` : id
  const [props] = useState(() => {
    const view = viewOfThisWindow(rememberedView(key))
    const onMoveEnd = (_event: unknown, now: Viewport) => rememberView(key, { ...now, windowPx: window.innerWidth })
    const { nodes } = document.getState().journey
    const whole = fitting(nodes.length, live)
    if (!view) return { fitView: true, fitViewOptions: whole, onMoveEnd }
    const onInit = ({ fitView }: ReactFlowInstance<FlowNode, LinkEdge>) => {
      if (!nodes.some(({ position }) => isSeen(view, position))) void fitView(whole)
    }
    return { defaultViewport: view, onInit, onMoveEnd }
  })
  return props
}

/** What was looked at in a window of another size, on a telephone say, is of no use in this one. */
function viewOfThisWindow(view: Viewport | undefined): Viewport | undefined {
  const ratio = (view?.windowPx ?? window.innerWidth) / window.innerWidth
  return ratio > 0.8 && ratio < 1.25 ? view : undefined
}

/** Whether a card at this place is within the window, about. */
const isSeen = ({ x, y, zoom }: Viewport, at: { x: number; y: number }): boolean => {
  const [left, top] = [at.x * zoom + x, at.y * zoom + y]
  return (
    left + cardWidth(1) * zoom > 0 &&
    left < window.innerWidth &&
    top + cardHeightPx * zoom > 0 &&
    top < window.innerHeight
  )
}
