import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { Button } from 'antd'
import { Maximize, Minus, Plus, Wand2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { moveNodes } from '../commands/move-nodes.ts'
import { outletsOfNode } from '../node-types/words.ts'
import { useStores } from '../store/editor-stores.tsx'
import { nodeById } from '../store/journey.ts'
import { cardHeightPx, cardWidth, fitting, tidied } from './layout.ts'

interface CanvasToolsProps {
  sizes: ReadonlyMap<string, { width: number; height: number }>
}

/** Zoom, fit and tidy. */
export function CanvasTools({ sizes }: CanvasToolsProps) {
  const { t, i18n } = useTranslation()
  const { document, types, live } = useStores()
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  const zoom = useStore((state) => Math.round(state.transform[2] * 100))

  const fit = () => fitView(fitting(document.getState().journey.nodes.length, live))
  const tidy = async () => {
    const { journey, dispatch } = document.getState()
    const outletsOf = (id: string) => {
      const node = nodeById(journey, id)
      return node ? outletsOfNode(node, types, i18n.language, []).map(({ outlet }) => outlet) : []
    }
    const sizeOf = (id: string) => sizes.get(id) ?? { width: cardWidth(outletsOf(id).length), height: cardHeightPx }
    dispatch(moveNodes(await tidied(journey, sizeOf, outletsOf), 'tidy'))
    setTimeout(() => void fit(), 60)
  }

  const tools = [
    { word: 'zoomOut', Icon: Minus, act: () => void zoomOut() },
    { word: 'zoomIn', Icon: Plus, act: () => void zoomIn() },
    { word: 'fit', Icon: Maximize, act: () => void fit() },
    ...(live ? [] : [{ word: 'tidy', Icon: Wand2, act: () => void tidy() } as const]),
  ] as const
  return (
    <Panel position="bottom-right" className="canvas-tools">
      <span className="zoom" aria-hidden="true">
        {zoom}%
      </span>
      {tools.map(({ word, Icon, act }) => (
        <Button
          key={word}
          type="text"
          size="small"
          icon={<Icon size={16} aria-hidden />}
          aria-label={t(`editor.${word}`)}
          title={t(`editor.${word}`)}
          onClick={act}
        />
      ))}
    </Panel>
  )
}
