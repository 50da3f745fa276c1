import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSecretNames } from '../api/messages.ts'
import { forgetSecret, keepSecret } from '../api/settings.ts'
import { Failure, remedy } from '../shell/failure.tsx'
import { confirm, message } from '../shell/notices.ts'
import { Labelled, Panel } from './panel.tsx'

/** What webhooks may carry: kept, replaced and forgotten by name; values are never shown. */
export function Secrets() {
  const { t } = useTranslation()
  const secrets = useSecretNames(true)
  return (
    <Panel title={t('setup.secrets')} text={t('setup.secretsText', { example: '{{ secrets.name }}' })}>
      {secrets.isError ? <Failure error={secrets.error} retry={() => void secrets.refetch()} /> : null}
      {secrets.data?.length === 0 ? <p className="quiet">{t('setup.noSecrets')}</p> : null}
      {secrets.data && secrets.data.length > 0 ? (
        <ul className="panel-list" aria-label={t('setup.secrets')}>
          {secrets.data.map((name) => (
            <SecretRow key={name} name={name} />
          ))}
        </ul>
      ) : null}
      <KeepSecret />
    </Panel>
  )
}

function SecretRow({ name }: { name: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const forget = useMutation({
    mutationFn: () => forgetSecret(name),
    onSuccess: () => {
      message.success(t('setup.forgot', { name }))
      return queries.invalidateQueries({ queryKey: ['secrets'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  const label = t('setup.forget', { name })
  const ask = () =>
    confirm({
      title: t('setup.forgetTitle', { name }),
      content: t('setup.forgetText'),
      okText: label,
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => forget.mutateAsync().catch(() => undefined),
    })
  return (
    <li data-secret={name}>
      <code className="panel-main">{`{{ secrets.${name} }}`}</code>
      <Button type="text" aria-label={label} title={label} icon={<Trash2 size={16} aria-hidden />} onClick={ask} />
    </li>
  )
}

function KeepSecret() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const keep = useMutation({
    mutationFn: () => keepSecret(name.trim(), value),
    onSuccess: () => {
      message.success(t('setup.keptSecret', { name: name.trim() }))
      setName('')
      setValue('')
      return queries.invalidateQueries({ queryKey: ['secrets'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep.mutate()
  }
  return (
    <form className="panel-line" onSubmit={submit} autoComplete="off">
      <Labelled label={t('setup.secretName')}>
        {(id) => <Input id={id} maxLength={64} value={name} onChange={({ target }) => setName(target.value)} />}
      </Labelled>
      <Labelled label={t('setup.secretValue')}>
        {(id) => (
          <Input
            id={id}
            type="password"
            autoComplete="new-password"
            value={value}
            onChange={({ target }) => setValue(target.value)}
          />
        )}
      </Labelled>
      <Button htmlType="submit" loading={keep.isPending} disabled={name.trim() === '' || value === ''}>
        {t('setup.keepSecret')}
      </Button>
    </form>
  )
}
