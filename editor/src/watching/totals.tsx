import { useTranslation } from 'react-i18next'
import { useFeedState, useLiveCounts } from '../api/counts.ts'
import type { Behind, Counts } from '../api/types.ts'
import { sayNumber, sayShort } from '../i18n/say.ts'
import { wordFor } from '../i18n/word-for.ts'
import { useSession } from '../store/editor-stores.tsx'
import { PeriodPicker } from './period-picker.tsx'
import { useChosenPeriod } from './use-period.ts'

const reasons = [
  'completed',
  'goal',
  'exit',
  'stopped',
  'discarded',
  'merged',
  'node-removed',
  'runaway',
  'erased',
] as const

/** The numbers of the whole journey, and of which days they are. */
export function Totals() {
  const { t } = useTranslation()
  return (
    <section className="totals" aria-label={t('live.summary')} data-region="totals">
      <PeriodPicker />
      <Total name="entered" label={t('live.entered')} count={({ entered }) => entered} behind={{}} />
      <Total name="active" label={t('live.active')} count={({ active }) => active} behind={{ state: 'active' }} />
      {reasons.map((reason) => (
        <Total
          key={reason}
          name={reason}
          label={wordFor(t, 'endings', reason)}
          count={({ ended }) => ended[reason] ?? 0}
          behind={{ state: 'ended', reason }}
          hideNone
        />
      ))}
      <WhyNotButton />
      <span className="bar-space" />
      <HowFresh />
    </section>
  )
}

/** Asks for who is in no number. */
function WhyNotButton() {
  const { t } = useTranslation()
  const isOpen = useSession((state) => state.whyNot !== undefined)
  const askWhyNot = useSession((state) => state.askWhyNot)
  return (
    <button
      type="button"
      title={t('whyNot.askText')}
      aria-expanded={isOpen}
      onClick={() => askWhyNot(isOpen ? undefined : '')}
    >
      {t('whyNot.ask')}
    </button>
  )
}

/** By which way the numbers come; of days, which of them are of now all the same. */
function HowFresh() {
  const { t } = useTranslation()
  const by = useFeedState()
  const { period } = useChosenPeriod()
  const isTold = period !== undefined && by === 'poll'
  return (
    <span className="quiet feed" data-feed={isTold ? 'days' : by} role="status">
      <span className="feed-dot" aria-hidden="true" />
      {isTold ? t('period.now') : t(`live.feed.${by}`)}
    </span>
  )
}

interface TotalProps {
  name: string
  label: string
  count: (counts: Counts) => number
  behind: Behind
  /** Shown only once there is anybody. */
  hideNone?: boolean
}

/** A number of the whole journey; opens the customers behind it. */
function Total({ name, label, count, behind, hideNone = false }: TotalProps) {
  const { i18n } = useTranslation()
  const openBehind = useSession((state) => state.openBehind)
  const n = useLiveCounts((counts) => (counts ? count(counts) : 0))
  if (hideNone && n === 0) return null
  return (
    <button
      type="button"
      data-total={name}
      data-count={n}
      title={`${label}: ${sayNumber(n, i18n.language)}`}
      onClick={() => openBehind(behind)}
    >
      {label} <b>{sayShort(n, i18n.language)}</b>
    </button>
  )
}
