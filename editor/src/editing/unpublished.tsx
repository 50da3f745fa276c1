import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useVersionGraph } from '../api/versions.ts'
import { compare, isSame } from '../store/compare.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'

/** Of a journey that customers enter: whether what is drawn is what they go by. Opens what the difference is. */
export function Unpublished({ id, liveVersion }: { id: string; liveVersion: number | null }) {
  const { t } = useTranslation()
  const { session } = useStores()
  const { data: live } = useVersionGraph(id, liveVersion ?? undefined)
  const drawn = useDeferredValue(useDocument(({ journey }) => journey))
  const differs = useMemo(() => live !== undefined && !isSame(compare(live, drawn)), [live, drawn])
  if (!differs || liveVersion === null) return null
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
