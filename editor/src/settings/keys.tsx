import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Key, type KeyKind, type MadeKey, makeKey, revokeKey, useKeys } from '../api/settings.ts'
import { Ago } from '../shell/ago.tsx'
import { Failure, remedy } from '../shell/failure.tsx'
import { confirm, message } from '../shell/notices.ts'
import { Labelled, Panel } from './panel.tsx'

const kinds: readonly KeyKind[] = ['write-server', 'write-browser', 'api']

/** What opens this workspace from outside: listed, made, revoked. */
export function Keys() {
  const { t } = useTranslation()
  const keys = useKeys()
  return (
    <Panel title={t('setup.keys')} text={t('setup.keysText')}>
      {keys.isError ? <Failure error={keys.error} retry={() => void keys.refetch()} /> : null}
      {keys.data?.length === 0 ? <p className="quiet">{t('setup.noKeys')}</p> : null}
      {keys.data && keys.data.length > 0 ? (
        <ul className="panel-list" aria-label={t('setup.keys')}>
          {keys.data.map((key) => (
            <KeyRow key={key.id} row={key} />
          ))}
        </ul>
      ) : null}
      <MakeKey />
    </Panel>
  )
}

function KeyRow({ row }: { row: Key }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const name = row.name || `…${row.hint}`
  const revoke = useMutation({
    mutationFn: () => revokeKey(row.id),
    onSuccess: () => {
      message.success(t('setup.revoked', { name }))
      return queries.invalidateQueries({ queryKey: ['keys'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  const ask = () =>
    confirm({
      title: t('setup.revokeTitle', { name }),
      content: t('setup.revokeText'),
      okText: t('setup.revoke', { name }),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => revoke.mutateAsync().catch(() => undefined),
    })
  const label = t('setup.revoke', { name })
  return (
    <li data-key={row.id}>
      <span className="panel-main">
        <b>{name}</b>
        <span className="quiet">{t(`setup.keyKinds.${row.kind}`)}</span>
      </span>
      {row.name === '' ? null : <span className="quiet">{t('setup.ends', { hint: row.hint })}</span>}
      <Ago at={row.createdAt} className="quiet" />
      <Button type="text" aria-label={label} title={label} icon={<Trash2 size={16} aria-hidden />} onClick={ask} />
    </li>
  )
}

function MakeKey() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [kind, setKind] = useState<KeyKind>('write-server')
  const [name, setName] = useState('')
  const make = useMutation({
    mutationFn: () => makeKey(kind, name.trim()),
    onSuccess: () => {
      setName('')
      return queries.invalidateQueries({ queryKey: ['keys'] })
    },
    onError: (error) => message.error(remedy(error, t), 8),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <>
      <form className="panel-line" onSubmit={submit}>
        <Labelled label={t('setup.kind')}>
          {(id) => (
            <select
              id={id}
              className="select"
              value={kind}
              onChange={({ target }) => setKind(kinds.find((one) => one === target.value) ?? kind)}
            >
              {kinds.map((one) => (
                <option key={one} value={one}>
                  {t(`setup.keyKinds.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled label={t('setup.keyName')}>
          {(id) => <Input id={id} maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />}
        </Labelled>
        <Button htmlType="submit" loading={make.isPending}>
          {t('setup.makeKey')}
        </Button>
      </form>
      <div role="status">{make.data ? <NewKey made={make.data} /> : null}</div>
    </>
  )
}

/** A key in clear, for the only time. */
function NewKey({ made }: { made: MadeKey }) {
  const { t } = useTranslation()
  return (
    <div className="new-key">
      <p>{t('setup.madeKey')}</p>
      <pre className="code-block" data-new-key={made.kind}>
        {made.key}
      </pre>
      {made.signingSecret === undefined ? null : (
        <>
          <p>{t('setup.signingSecret')}</p>
          <pre className="code-block">{made.signingSecret}</pre>
        </>
      )}
    </div>
  )
}
