import { type PointerEvent, useCallback } from 'react'
import { useWords } from '../i18n/words.tsx'
import { nameOf, outletsOfNode } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'

/** Says what the handle under the pointer is. Said as it is pointed at: nobody reads eight hundred of them as the journey opens. */
export function useHandleTitles() {
  const { t, language } = useWords()
  const { document, types } = useStores()
  return useCallback(
    ({ target }: PointerEvent) => {
      if (!(target instanceof HTMLElement) || !target.classList.contains('react-flow__handle')) return
      const node = nodeById(document.getState().journey, target.dataset.nodeid ?? '')
      if (!node) return
      const outlet = target.dataset.handleid
      const way = outletsOfNode(node, types, language, []).find((one) => one.outlet === outlet)
      const name = nameOf(node, types, language)
      target.title =
        outlet === undefined
          ? t('canvas.into', { node: name })
          : t('canvas.outlet', { outlet: way?.label ?? outlet, node: name })
    },
    [document, types, t, language],
  )
}
