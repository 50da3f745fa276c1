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
  const [view] = useState(() => rememberedView(key))
  if (!view)
    return { fitView: true, fitViewOptions: fitting(document.getState().journey.nodes.length, live), onMoveEnd }
  return { defaultViewport: view, onInit, onMoveEnd }

  function onMoveEnd(_event: unknown, now: Viewport) {
    rememberView(key, now)
  }
  function onInit({ fitView }: ReactFlowInstance<FlowNode, LinkEdge>) {
    const { nodes } = document.getState().journey
    const shown = nodes.some(({ position }) => view && isSeen(view, position))
    if (!shown) void fitView(fitting(nodes.length, live))
  }
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
