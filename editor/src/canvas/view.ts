import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { useStores } from '../store/editor-stores.tsx'
import { fitting, placesIn, type Room } from './layout.ts'

/** What zooming and fitting do, for keys and buttons alike. */
export interface View {
  fit(): void
  /** All of it where nothing is selected. */
  fitSelection(): void
  zoomIn(): void
  zoomOut(): void
}

/** Never animated: whoever asked for less motion gets the same as everybody. */
export function useView(): View {
  const { document, session, live } = useStores()
  const { fitView, zoomIn, zoomOut } = useReactFlow()
  return useMemo(() => {
    const fit = () => void fitView(fitting(placesIn(document.getState().journey, live), roomOfCanvas()))
    return {
      fit,
      fitSelection() {
        const { selection } = session.getState()
        if (selection.length === 0) return fit()
        void fitView({ nodes: selection.map((id) => ({ id })), maxZoom: 1, padding: 0.3 })
      },
      zoomIn: () => void zoomIn(),
      zoomOut: () => void zoomOut(),
    }
  }, [document, session, live, fitView, zoomIn, zoomOut])
}

/** What the canvas has for a drawing, beside the panels that are open; before it is there, what the window has, about. */
export function roomOfCanvas(): Room {
  const { innerWidth: windowPx, innerHeight } = window
  const canvas = window.document.querySelector('.canvas')
  return { width: canvas?.clientWidth ?? windowPx, height: canvas?.clientHeight ?? innerHeight - 56, windowPx }
}
