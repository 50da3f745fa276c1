import { useReactFlow } from '@xyflow/react'
import { type DragEvent, useRef } from 'react'
import { useStores } from '../store/editor-stores.tsx'
import { edgeId } from '../store/journey.ts'
import { dragType, entryDragType } from './palette.tsx'
import { useAdd } from './use-add.ts'

/** A palette entry dropped on a line is inserted there, elsewhere it stays loose. The line under it lights up. */
export function useDrop() {
  const { document, types } = useStores()
  const add = useAdd()
  const { screenToFlowPosition } = useReactFlow()
  const lit = useRef<Element[]>([])
  /** The line and its +, which are drawn apart. */
  const light = (id: string | undefined) => {
    const elements =
      id === undefined
        ? []
        : [...window.document.querySelectorAll(`[data-edge="${id}"], .react-flow__edge[data-id="${id}"]`)]
    if (elements[0] === lit.current[0]) return
    for (const element of lit.current) element.classList.remove('lit')
    for (const element of elements) element.classList.add('lit')
    lit.current = elements
  }
  return {
    onDragOver: (event: DragEvent) => {
      const carried = event.dataTransfer.types
      if (!carried.includes(dragType) && !carried.includes(entryDragType)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      // Nothing leads into an entry: over a line it stays loose.
      light(carried.includes(dragType) ? edgeUnder(event) : undefined)
    },
    onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) light(undefined)
    },
    onDrop: (event: DragEvent) => {
      const carried = event.dataTransfer.getData(dragType) || event.dataTransfer.getData(entryDragType)
      const type = types.get(carried)
      if (!type) return
      event.preventDefault()
      light(undefined)
      const id = edgeUnder(event)
      const edge = document.getState().journey.edges.find((one) => edgeId(one) === id)
      if (edge && !type.entry) return add(type, { at: edge })
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY })
      add(type, { position: { x: Math.round((x - 124) / 8) * 8, y: Math.round((y - 32) / 8) * 8 } })
    },
  }
}

function edgeUnder({ target }: DragEvent): string | undefined {
  const under = target instanceof Element ? target.closest('.react-flow__edge, [data-edge]') : null
  return under?.getAttribute('data-id') ?? under?.getAttribute('data-edge') ?? undefined
}
