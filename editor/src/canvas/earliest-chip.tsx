import { useWords } from '../i18n/words.tsx'
import { sayDuration } from '../node-types/duration.ts'
import { dayMs, earliest } from '../node-types/earliest.ts'
import { useDocument, useStores } from '../store/editor-stores.tsx'

/** After waits: on which day since entering somebody comes here at the earliest; within the first day, after how long. */
export function EarliestChip({ id }: { id: string }) {
  const { t, language } = useWords()
  const { types } = useStores()
  const ms = useDocument(({ journey }) => earliest(journey, types).get(id) ?? 0)
  if (ms < 1000) return null
  const parts = partsOf(ms)
  const said = (some: readonly Part[]) => sayDuration(written(some), language)
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

type Part = readonly [count: number, letter: string]

/** Days, hours, minutes and seconds, those that are none left out. */
function partsOf(ms: number): Part[] {
  const seconds = Math.floor(ms / 1000)
  const parts: Part[] = [
    [Math.floor(seconds / 86_400), 'D'],
    [Math.floor(seconds / 3600) % 24, 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ]
  return parts.filter(([count]) => count > 0)
}

function written(parts: readonly Part[]): string {
  const days = parts.filter(([, letter]) => letter === 'D')
  const times = parts.filter(([, letter]) => letter !== 'D')
  const text = (some: readonly Part[]) => some.map(([count, letter]) => `${count}${letter}`).join('')
  return `P${text(days)}${times.length > 0 ? `T${text(times)}` : ''}`
}
