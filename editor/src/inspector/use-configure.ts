import { useCallback } from 'react'
import type { NodeType } from '../api/types.ts'
import { configureNode } from '../commands/configure-node.ts'
import { outletsOf, withBranchIds } from '../node-types/outlets.ts'
import { useStores } from '../store/editor-stores.tsx'
import type { Config } from '../store/journey.ts'

/** Writes a step's config. `field` is the one being typed in, so that a word is one undo step. */
export function useConfigure(id: string, type: NodeType) {
  const { document } = useStores()
  return useCallback(
    (config: Config, field: string | undefined) => {
      const next = withBranchIds(type, config)
      const outlets = outletsOf(type, next, 'en').map(({ outlet }) => outlet)
      document.getState().dispatch(configureNode(id, next, outlets, field))
    },
    [document, id, type],
  )
}
