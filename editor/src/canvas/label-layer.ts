import { createContext, startTransition, useCallback, useState } from 'react'
import { afterFirstView } from '../shell/first-view.ts'

/**
 * Where what stands on lines is drawn, above them and moving with them. React Flow's own renderer looks for this place for
 * every line at every move: with 400 lines that was most of a frame.
 */
export const LabelLayerContext = createContext<Element | null>(null)

/** Finds it once, and tells of it when the cards have been seen: what stands on hundreds of lines would keep them waiting. */
export function useLabelLayer() {
  const [layer, setLayer] = useState<Element | null>(null)
  const findLayer = useCallback((canvas: HTMLElement | null) => {
    const found = canvas?.querySelector('.react-flow__edgelabel-renderer') ?? null
    void afterFirstView().then(() => startTransition(() => setLayer(found)))
  }, [])
  return { layer, findLayer }
}
