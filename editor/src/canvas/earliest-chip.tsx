import { useWords } from '../i18n/words.tsx'
import { partsOfMs, sayDuration, writeParts } from '../node-types/duration.ts'
import { dayMs, earliest } from '../node-types/earliest.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'

/** After waits: on which day since entering somebody comes here at the earliest; within the first day, after how long. */
export function EarliestChip({ id }: { id: string }) {
  const { t, language } = useWords()
  const { types } = useStores()
  const ms = useDocument(({ journey }) => earliest(journey, types).get(id) ?? 0)
  if (ms < 1000) return null
  const parts = partsOfMs(ms)
  const said = (some: typeof parts) => sayDuration(writeParts(some), language)
  const label =
    ms >= dayMs
      ? t('earliest.day', { day: Math.floor(ms / dayMs) })
      : t('earliest.soon', { time: said(parts.slice(0, 1)) })
  const hint = t('earliest.hint', { time: said(parts) })
  return (
    <span className="card-earliest" title={hint}>
      {label}
      <span className="unseen">. {hint}</span>
    </span>
  )
}
