import { Button } from 'antd'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useVersions } from '../api/versions.ts'
import { Failure } from '../shell/failure.tsx'
import { useSession, useStores } from '../store/editor-stores.tsx'
import { ComparisonList } from './comparison-list.tsx'
import { VersionRow } from './version-row.tsx'
import '../styles/together.css'

/** The published versions: who published which and when, who is inside, and what differs. */
export default function HistoryPanel({ liveVersion }: { liveVersion: number | null }) {
  const { t } = useTranslation()
  const { session } = useStores()
  const comparing = useSession((state) => state.comparing)
  return (
    <aside className="inspector history" aria-label={t('history.title')}>
      <header className="inspector-head">
        <div>
          <h2>{t('history.title')}</h2>
          <p className="quiet">{t('history.intro')}</p>
        </div>
        <Button
          type="text"
          aria-label={t('common.close')}
          title={t('common.close')}
          icon={<X size={16} aria-hidden />}
          onClick={() => session.setState({ historyOpen: false, comparing: undefined })}
        />
      </header>
      {comparing ? <ComparisonList comparing={comparing} /> : <Versions liveVersion={liveVersion} />}
    </aside>
  )
}

function Versions({ liveVersion }: { liveVersion: number | null }) {
  const { t } = useTranslation()
  const { id } = useStores()
  const versions = useVersions(id)
  const items = versions.data?.pages.flatMap((page) => page.items) ?? []
  if (versions.isError) return <Failure error={versions.error} retry={() => void versions.refetch()} />
  if (versions.isPending) return <p className="quiet">{t('common.loading')}</p>
  if (items.length === 0) return <p className="quiet">{t('history.none')}</p>
  return (
    <>
      <ol className="versions">
        {items.map((version) => (
          <VersionRow key={version.number} version={version} isLive={version.number === liveVersion} />
        ))}
      </ol>
      {versions.hasNextPage ? (
        <Button block loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </>
  )
}
