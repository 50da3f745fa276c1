import { useReactFlow } from '@xyflow/react'
import { useEffect, useState } from 'react'
import { useStores } from '../store/editor-stores.tsx'
import { cardHeightPx, cardWidth, fitting, placeOf, placesIn } from './layout.ts'
import { rememberedView, rememberView, type Viewport } from './remembered-view.ts'
import { roomOfCanvas } from './view.ts'

/** Below it small words are some pixels high, and no place of a card is pressed. */
const farZoom = 0.35
/** A drawing of more cards does not fit nearer. */
const farCards = 60

/** A journey opens as it was left; fitted where it was never looked at, or where nothing would be seen. */
export function useRememberedView() {
  const { id, document, live } = useStores()
  const { fitView } = useReactFlow()
  const key = live ? `${id} live` : id
  const [{ view, isFar, props }] = useState(() => {
    const { journey } = document.getState()
    const { nodes } = journey
    const left = viewOfThisWindow(rememberedView(key))
    const view = left && nodes.some(({ position }) => isSeen(left, placeOf(position, live))) ? left : undefined
    const onMoveEnd = (_event: unknown, now: Viewport) => rememberView(key, { ...now, windowPx: window.innerWidth })
    return {
      view,
      // Watched cards are measured whole.
      isFar: !live && (view ? view.zoom < farZoom : nodes.length > farCards),
      props: view ? { defaultViewport: view, onMoveEnd } : { onMoveEnd },
    }
  })
  // Before anything is painted: where the sizes of cards are known ahead, React Flow would not fit them by itself.
  useEffect(() => {
    if (!view) void fitView(fitting(placesIn(document.getState().journey, live), roomOfCanvas()))
  }, [view, document, live, fitView])
  return { isFar, props }
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
