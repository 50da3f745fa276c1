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
    const view = rememberedView(key)
    const onMoveEnd = (_event: unknown, now: Viewport) => rememberView(key, now)
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
