import { Button, Dropdown, type MenuProps } from 'antd'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Opened, resumeJourney, stopJourney } from '../api/journeys.ts'
import { inItsLandmark } from '../shell/in-its-landmark.ts'
import { confirm } from '../shell/notices.ts'
import { useStores } from '../store/editor-stores.tsx'
import { PauseDialog } from './pause-dialog.tsx'
import { saveAsFile } from './save-as-file.ts'
import { useLifecycle } from './use-lifecycle.ts'
import { usePicture } from './use-picture.ts'

/** Pause, resume, stop, and the journey as a file. */
export default function LifecycleActions({ opened }: { opened: Opened }) {
  const { t } = useTranslation()
  const { document } = useStores()
  const [pausing, setPausing] = useState(false)
  const { state, id } = opened
  const act = useLifecycle(id)
  const picture = usePicture()
  const name = document.getState().journey.name

  const askToStop = () =>
    confirm({
      title: t('lifecycle.stopTitle', { name }),
      content: t('lifecycle.stopText'),
      okText: t('editor.stop'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => act.mutateAsync({ act: () => stopJourney(id), done: t('lifecycle.stopped') }).catch(() => undefined),
    })
  const items: NonNullable<MenuProps['items']> = [
    ...(state === 'live' ? [{ key: 'pause', label: `${t('editor.pause')}…`, onClick: () => setPausing(true) }] : []),
    ...(state === 'paused'
      ? [
          {
            key: 'resume',
            label: t('editor.resume'),
            onClick: () => act.mutate({ act: () => resumeJourney(id), done: t('lifecycle.resumed') }),
          },
        ]
      : []),
    ...(state === 'live' || state === 'paused'
      ? [{ key: 'stop', danger: true, label: `${t('editor.stop')}…`, onClick: askToStop }]
      : []),
    { key: 'file', label: t('editor.export'), onClick: () => saveAsFile(document.getState().journey) },
    { key: 'png', label: t('picture.png'), onClick: () => void picture('png', document.getState().journey.name) },
    { key: 'svg', label: t('picture.svg'), onClick: () => void picture('svg', document.getState().journey.name) },
    // After the menu has gone.
    { key: 'print', label: `${t('picture.print')}…`, onClick: () => setTimeout(() => window.print()) },
  ]
  return (
    <>
      <Dropdown trigger={['click']} getPopupContainer={inItsLandmark} menu={{ items }}>
        <Button
          type="text"
          aria-label={t('editor.more')}
          title={t('editor.more')}
          icon={<Ellipsis size={18} aria-hidden />}
        />
      </Dropdown>
      {pausing ? <PauseDialog id={id} name={name} close={() => setPausing(false)} /> : null}
    </>
  )
}
