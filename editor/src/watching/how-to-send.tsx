import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../shell/dialog.tsx'
import '../styles/first-steps.css'

const SendEvent = lazy(() => import('../first-steps/send-event.tsx').then(({ SendEvent }) => ({ default: SendEvent })))

interface HowToSendProps {
  event: string
  open: boolean
  close: () => void
}

/** The event that lets the first customer in, ready to be sent. It stays as she enters: a key that was made is shown once. */
export function HowToSend({ event, open, close }: HowToSendProps) {
  const { t } = useTranslation()
  return (
    <Dialog open={open} footer={null} title={t('firstSteps.way')} onCancel={close}>
      <Suspense>
        <SendEvent event={event} />
      </Suspense>
    </Dialog>
  )
}
