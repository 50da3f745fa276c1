import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type PreviewedNode, sendTest } from '../api/messages.ts'
import { useWorkspace } from '../api/settings.ts'
import { sayReason, sayTouchState } from '../i18n/word-for.ts'
import { remedy } from '../shell/failure.tsx'

const stored = 'wend.test-address'

/** Sends the message as it stands to its author, through its channel; says what came of it and where to see it. */
export function SendTest({ asked, channel }: { asked: PreviewedNode; channel: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const id = useId()
  const [to, setTo] = useState(() => localStorage.getItem(stored) ?? '')
  const mail = channel === 'email'
  const workspace = useWorkspace().data
  const keptHere = mail && workspace?.delivery.smtp === null
  const send = useMutation({
    mutationFn: () => sendTest({ ...asked, ...(mail ? { to: to.trim() } : {}) }),
    onSuccess: () => {
      if (mail) localStorage.setItem(stored, to.trim())
      return queries.invalidateQueries({ queryKey: ['messages'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form className="send-test" onSubmit={submit} aria-label={t('messages.test')}>
      {mail ? (
        <div className="preview-choice">
          <label htmlFor={id}>{t('messages.testTo')}</label>
          <Input
            id={id}
            type="email"
            autoComplete="email"
            placeholder="ada@example.com"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </div>
      ) : (
        <p className="quiet">{t(channel === 'webhook' ? 'messages.testWebhook' : 'messages.testInbox')}</p>
      )}
      <Button
        htmlType="submit"
        icon={<SendHorizontal size={14} aria-hidden />}
        loading={send.isPending}
        disabled={mail && to.trim() === ''}
      >
        {t('messages.sendTest')}
      </Button>
      <p className="send-test-came" role="status">
        {send.isError ? <span className="bad">{remedy(send.error, t)}</span> : null}
        {send.data ? (
          <>
            <span className="touch-state" data-state={send.data.state}>
              {sayTouchState(t, { state: send.data.state, keptHere })}
            </span>{' '}
            {send.data.reason === undefined ? null : `${sayReason(t, send.data.reason)} `}
            <Link to={`/outbox?tests=1&touch=${send.data.id}`} target="_blank">
              {t('messages.seeTest')}
            </Link>
          </>
        ) : null}
      </p>
    </form>
  )
}
