import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { sendTest } from '../api/messages.ts'
import type { Workspace } from '../api/settings.ts'
import { sayReason, sayTouchState } from '../i18n/word-for.ts'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { Labelled, Panel } from './panel.tsx'

/** Stands for the journey that a message of the settings belongs to: none. */
const noJourney = '00000000-0000-0000-0000-000000000000'

/** How messages leave, as the environment says, and whether they do. */
export function Channels({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation()
  const { smtp, allowHosts, publicUrl } = workspace.delivery
  return (
    <Panel title={t('setup.channels')}>
      <dl className="channel-facts">
        <div>
          <dt>{t('setup.email')}</dt>
          <dd>{smtp === null ? t('setup.outbox') : t('setup.smtp', { host: smtp })}</dd>
        </div>
        <div>
          <dt>{t('setup.webhooks')}</dt>
          <dd>
            {allowHosts.length === 0 ? t('setup.publicOnly') : t('setup.alsoHosts', { hosts: allowHosts.join(', ') })}
          </dd>
        </div>
        <div>
          <dt>{t('setup.links')}</dt>
          <dd>{t('setup.linksTo', { url: publicUrl })}</dd>
        </div>
      </dl>
      <TestMail name={workspace.name} isKeptHere={smtp === null} />
    </Panel>
  )
}

/** An e-mail to oneself, through the channel that touches take. */
function TestMail({ name, isKeptHere }: { name: string; isKeptHere: boolean }) {
  const { t } = useTranslation()
  const [to, setTo] = useState('')
  const send = useMutation({
    mutationFn: () =>
      sendTest({
        node: {
          id: 'settings',
          type: 'send-email',
          version: 1,
          config: { subject: t('setup.testSubject', { name }), body: `<p>${t('setup.testBody')}</p>` },
        },
        journey: { id: noJourney, name: t('setup.title') },
        to: to.trim(),
      }),
    onError: (error) => message.error(remedy(error, t), 8),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form className="panel-line" onSubmit={submit}>
      <Labelled label={t('setup.testMail')}>
        {(id) => (
          <Input
            id={id}
            type="email"
            autoComplete="email"
            placeholder="ada@example.com"
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
        )}
      </Labelled>
      <Button htmlType="submit" loading={send.isPending} disabled={to.trim() === ''}>
        {t('setup.sendTest')}
      </Button>
      <p role="status">
        {send.data ? (
          <>
            <span className="touch-state" data-state={send.data.state}>
              {sayTouchState(t, { state: send.data.state, keptHere: isKeptHere })}
            </span>{' '}
            {send.data.reason === undefined ? null : `${sayReason(t, send.data.reason)} `}
            <Link to={`/outbox?tests=1&touch=${send.data.id}`}>{t('messages.seeTest')}</Link>
          </>
        ) : null}
      </p>
    </form>
  )
}
