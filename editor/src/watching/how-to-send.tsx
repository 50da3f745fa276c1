import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../shell/dialog.tsx'
import '../styles/first-steps.css'

const SendEvent = lazy(() => import('../first-steps/send-event.tsx').then(({ SendEvent }) => ({ default: SendEvent })))

/** The event that lets the first customer in, ready to be sent. */
export function HowToSend({ event }: { event: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button
        type="primary"
        onClick={() => {
          setAsked(true)
          setOpen(true)
        }}
      >
        {t('firstSteps.steps.send')}
      </Button>
      {asked ? (
        <Dialog open={open} footer={null} title={t('firstSteps.way')} onCancel={() => setOpen(false)}>
          <Suspense>
            <SendEvent event={event} />
          </Suspense>
        </Dialog>
      ) : null}
    </>
  )
}
