import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pauseJourney } from '../api/journeys.ts'
import { useLifecycle } from './use-lifecycle.ts'

const modes = ['hold', 'discard'] as const

interface PauseDialogProps {
  id: string
  name: string
  close: () => void
}

/** Asks what happens to the customers inside before a journey pauses. */
export function PauseDialog({ id, name, close }: PauseDialogProps) {
  const { t } = useTranslation()
  const [mode, setMode] = useState<(typeof modes)[number]>('hold')
  const { mutateAsync, isPending } = useLifecycle(id)
  const pause = () =>
    void mutateAsync({ act: () => pauseJourney(id, mode), done: t('lifecycle.paused') }).then(close, close)
  return (
    <Modal
      open
      title={t('lifecycle.pauseTitle', { name })}
      okText={t('editor.pause')}
      cancelText={t('common.cancel')}
      okButtonProps={{ danger: mode === 'discard', loading: isPending }}
      onOk={pause}
      onCancel={close}
    >
      <fieldset className="choices">
        <legend>{t('lifecycle.pauseText')}</legend>
        {modes.map((one) => (
          <label key={one} className="choice">
            <input type="radio" name="pause-mode" checked={mode === one} onChange={() => setMode(one)} />
            <span>
              <b>{t(`lifecycle.${one}`)}</b>
              <small>{t(`lifecycle.${one}Text`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </Modal>
  )
}
