import { Panel } from '@xyflow/react'
import {
  AlignCenterVertical,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Copy,
  CopyPlus,
  Trash2,
  Wand2,
} from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteNodes } from '../commands/delete-nodes.ts'
import { useSession, useStores } from '../store/editor-stores.tsx'
import { tidySelection } from './tidy.ts'
import { useArrange } from './use-arrange.ts'
import { useDuplicate } from './use-clipboard.ts'

/** What can be done with several at once. */
export const SeveralBar = memo(function SeveralBar() {
  const { t } = useTranslation()
  const count = useSession((state) => state.selection.length)
  const { live } = useStores()
  if (count < 2 || live) return null
  return (
    <Panel position="top-center">
      <div className="several-bar" role="toolbar" aria-label={t('arrange.several', { count })}>
        <span className="several-count">{t('arrange.several', { count })}</span>
        <SeveralTools />
      </div>
    </Panel>
  )
})

function SeveralTools() {
  const { t } = useTranslation()
  const { document, session } = useStores()
  const { align, tidy } = useArrange()
  const duplicate = useDuplicate()
  const steps = useSession(({ selection }) => tidySelection(selection) !== undefined)
  const tools = [
    { word: 'left', Icon: AlignStartVertical, act: () => align('left') },
    { word: 'centre', Icon: AlignCenterVertical, act: () => align('centre') },
    { word: 'distribute', Icon: AlignVerticalDistributeCenter, act: () => align('distribute') },
    ...(steps ? [{ word: 'tidySelection', Icon: Wand2, act: () => void tidy() } as const] : []),
    { word: 'copy', Icon: Copy, act: copySelection },
    { word: 'duplicate', Icon: CopyPlus, act: duplicate },
    {
      word: 'delete',
      Icon: Trash2,
      act: () => {
        document.getState().dispatch(deleteNodes(session.getState().selection))
        session.getState().select([])
        canvasElement()?.focus()
      },
    },
  ] as const
  return tools.map(({ word, Icon, act }) => (
    <button key={word} type="button" aria-label={t(`arrange.${word}`)} title={t(`arrange.${word}`)} onClick={act}>
      <Icon size={16} aria-hidden />
    </button>
  ))
}

const canvasElement = () => window.document.querySelector<HTMLElement>('.canvas')

/** By the event that Ctrl+C makes: a page over plain http has no other clipboard. */
function copySelection(): void {
  canvasElement()?.focus()
  window.document.execCommand('copy')
}
