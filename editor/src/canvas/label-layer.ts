import { createContext, useCallback, useState } from 'react'

/**
 * Where what stands on lines is drawn, above them and moving with them. React Flow's own renderer looks for this place for
 * every line at every move: with 400 lines that was most of a frame.
 */
export const LabelLayerContext = createContext<Element | null>(null)

/** Finds it once. Lines are drawn only after their cards were measured, so it is there before the first of them. */
export function useLabelLayer() {
  const [layer, setLayer] = useState<Element | null>(null)
  const findLayer = useCallback(
    (canvas: HTMLElement | null) => setLayer(canvas?.querySelector('.react-flow__edgelabel-renderer') ?? null),
    [],
  )
  return { layer, findLayer }
}
