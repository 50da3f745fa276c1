import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useVersionGraph } from '../api/versions.ts'
import { compare, isSame } from '../store/compare.ts'
import { useDocument } from '../store/editor-stores.tsx'

/** Of a journey that customers enter: whether what is drawn is what they go by. */
export function Unpublished({ id, liveVersion }: { id: string; liveVersion: number | null }) {
  const { t } = useTranslation()
  const { data: live } = useVersionGraph(id, liveVersion ?? undefined)
  const drawn = useDeferredValue(useDocument(({ journey }) => journey))
  const differs = useMemo(() => live !== undefined && !isSame(compare(live, drawn)), [live, drawn])
  return differs ? <span className="unpublished">{t('editor.unpublished')}</span> : null
}
