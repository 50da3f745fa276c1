import { type InternalNode, useStoreApi } from '@xyflow/react'
import { useState } from 'react'
import type { FlowNode } from './use-flow.ts'

/** Stores that have it: made twice, the outer one would keep the first report from the inner. */
const trusting = new WeakSet<object>()

/**
 * React Flow measures a card's handles as it begins to watch its size, also where it was told them, and then looks at every
 * card and line again. A card that is as large as was told ahead keeps what was told.
 */
export function useTrustedSizes() {
  const store = useStoreApi<FlowNode>()
  useState(() => {
    if (trusting.has(store)) return
    trusting.add(store)
    const { updateNodeInternals } = store.getState()
    const met = new Set<string>()
    store.setState({
      updateNodeInternals(updates, ...rest) {
        const { nodeLookup } = store.getState()
        const news = [...updates].filter(([id, { nodeElement }]) => {
          const isFirst = !met.has(id)
          met.add(id)
          return !isFirst || !isAsTold(nodeLookup.get(id), nodeElement)
        })
        if (news.length > 0) updateNodeInternals(new Map(news), ...rest)
      },
    })
  })
}

const isAsTold = (node: InternalNode<FlowNode> | undefined, { offsetWidth, offsetHeight }: HTMLDivElement): boolean =>
  node?.handles !== undefined && node.measured.width === offsetWidth && node.measured.height === offsetHeight
