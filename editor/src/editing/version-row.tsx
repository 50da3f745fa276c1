import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListedVersion } from '../api/types.ts'
import { readVersionGraph } from '../api/versions.ts'
import { restoreVersion } from '../commands/restore-version.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { Ago } from '../shell/ago.tsx'
import { remedy } from '../shell/failure.tsx'
import { message } from '../shell/notices.ts'
import { useStores } from '../store/editor-stores.tsx'

/** One version: compared with the draft, or made the draft again. */
export function VersionRow({ version, isLive }: { version: ListedVersion; isLive: boolean }) {
  const { t, i18n } = useTranslation()
  const { session } = useStores()
  const { number, publishedAt, publishedBy, inside } = version
  const { restore, busy } = useRestore(number)
  const name = t('editor.version', { number })
  const compare = () => session.setState({ comparing: { before: number, after: 'draft' } })
  return (
    <li className="version" data-version={number}>
      <div className="version-line">
        <b>{name}</b>
        {isLive ? <span className="version-live">{t('history.live')}</span> : null}
        <span className="bar-space" />
        <span className="quiet" title={t('history.insideExactly', { number: sayNumber(inside, i18n.language) })}>
          {t('history.inside', { number: sayShort(inside, i18n.language) })}
        </span>
      </div>
      <p className="quiet">
        <Ago at={publishedAt} />
        {' · '}
        {publishedBy}
      </p>
      <div className="version-acts">
        <Button size="small" onClick={compare} aria-label={t('history.compareThis', { version: name })}>
          {t('history.compare')}
        </Button>
        <Button size="small" loading={busy} onClick={restore} aria-label={t('history.restoreThis', { version: name })}>
          {t('history.restore')}
        </Button>
      </div>
    </li>
  )
}

/** Makes a version the draft again, as one step that undo takes back. */
function useRestore(number: number) {
  const { t } = useTranslation()
  const { id, document, session } = useStores()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const restore = async () => {
    setBusy(true)
    try {
      const queryKey = ['versions', id, number]
      const graph = await queries.fetchQuery({ queryKey, queryFn: () => readVersionGraph(id, number) })
      const { journey, dispatch } = document.getState()
      dispatch(restoreVersion(graph, journey))
      const changed = document.getState().journey !== journey
      session.setState({ comparing: undefined, selection: [], edge: undefined })
      message.success(t(changed ? 'history.restored' : 'history.sameAsDraft', { number }), 6)
    } catch (error) {
      message.error(remedy(error, t), 8)
    } finally {
      setBusy(false)
    }
  }
  return { restore: () => void restore(), busy }
}
