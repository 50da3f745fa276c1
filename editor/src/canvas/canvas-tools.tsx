import { Panel, useStore } from '@xyflow/react'
import { Button } from 'antd'
import { Maximize, Minus, Plus, StickyNote, Wand2 } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession, useStores } from '../store/editor-stores.tsx'
import { Attribution } from './attribution.tsx'
import { tidySelection } from './tidy.ts'
import { useAddNote } from './use-add-note.ts'
import { useArrange } from './use-arrange.ts'
import { useView } from './view.ts'

/** Zoom, fit, tidy, and a note. */
export const CanvasTools = memo(function CanvasTools() {
  const { t } = useTranslation()
  const { live } = useStores()
  const view = useView()
  const { tidy } = useArrange()
  const addNote = useAddNote()
  const some = useSession(({ selection }) => tidySelection(selection) !== undefined)
  const zoom = useStore((state) => Math.round(state.transform[2] * 100))

  const tools = [
    { key: 'zoomOut', label: t('editor.zoomOut'), Icon: Minus, act: view.zoomOut },
    { key: 'zoomIn', label: t('editor.zoomIn'), Icon: Plus, act: view.zoomIn },
    { key: 'fit', label: t('editor.fit'), Icon: Maximize, act: view.fit },
    ...(live
      ? []
      : [
          {
            key: 'tidy',
            label: some ? t('arrange.tidySelection') : t('editor.tidy'),
            Icon: Wand2,
            act: () => void tidy(),
          },
          { key: 'note', label: t('notes.add'), Icon: StickyNote, act: addNote },
        ]),
  ]
  return (
    <Panel position="bottom-right" className="canvas-tools">
      <Attribution />
      <span className="zoom" aria-hidden="true">
        {zoom}%
      </span>
      {tools.map(({ key, label, Icon, act }) => (
        <Button
          key={key}
          type="text"
          size="small"
          icon={<Icon size={16} aria-hidden />}
          aria-label={label}
          title={label}
          onClick={act}
        />
      ))}
    </Panel>
  )
})
