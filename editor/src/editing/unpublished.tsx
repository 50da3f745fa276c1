import { useTranslation } from 'react-i18next'
import { useStores } from '../store/editor-stores.tsx'
import { useUnpublished } from './use-unpublished.ts'

/** Of a journey that customers enter: whether what is drawn is what they go by. Opens what the difference is. */
export function Unpublished({ liveVersion }: { liveVersion: number | null }) {
  const { t } = useTranslation()
  const { session } = useStores()
  if (!useUnpublished(liveVersion) || liveVersion === null) return null
  return (
    <button
      type="button"
      className="unpublished"
      title={t('editor.seeChanges')}
      onClick={() => session.setState({ historyOpen: true, comparing: { before: liveVersion, after: 'draft' } })}
    >
      {t('editor.unpublished')}
    </button>
  )
}
