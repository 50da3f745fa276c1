import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { moveNodes } from '../commands/move-nodes.ts'
import { outletsOfNode } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { noteById, noteIdOf } from '../store/notes.ts'
import { type Alignment, aligned } from './align.ts'
import { cardHeightPx, cardWidth, noteWidthPx } from './layout.ts'
import { type Measures, tidied, tidySelection } from './tidy.ts'
import { useView } from './view.ts'

/** Putting cards in order, each one undo step. */
export function useArrange() {
  const { i18n } = useTranslation()
  const { document, session, types } = useStores()
  const { getInternalNode } = useReactFlow()
  const view = useView()
  const language = i18n.language

  return useMemo(() => {
    const outletsOf = (id: string) => {
      const node = nodeById(document.getState().journey, id)
      return node ? outletsOfNode(node, types, language, []).map(({ outlet }) => outlet) : []
    }
    const measures: Measures = {
      outletsOf,
      sizeOf(ref) {
        const { width, height } = getInternalNode(ref)?.measured ?? {}
        const expected = noteIdOf(ref) === undefined ? cardWidth(outletsOf(ref).length) : noteWidthPx
        return { width: width ?? expected, height: height ?? cardHeightPx }
      },
    }
    return {
      /** The selection, where several steps are selected; else everything, which is then shown whole. */
      async tidy() {
        const { journey, dispatch } = document.getState()
        const only = tidySelection(session.getState().selection)
        dispatch(moveNodes(await tidied(journey, measures, only), 'tidy'))
        if (!only) setTimeout(view.fit, 60)
      },
      align(alignment: Alignment) {
        const { journey, dispatch } = document.getState()
        const boxes = session.getState().selection.flatMap((ref) => {
          const at = (nodeById(journey, ref) ?? noteById(journey, noteIdOf(ref) ?? ''))?.position
          return at ? [{ ref, ...at, ...measures.sizeOf(ref) }] : []
        })
        dispatch(moveNodes(aligned(boxes, alignment), 'align'))
      },
    }
  }, [document, session, types, language, getInternalNode, view])
}
