import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { daysBefore, isPeriod, mostDays, type Period, type PeriodChoice, periodChoices, sayPeriod } from './period.ts'
import { useChosenPeriod } from './use-period.ts'

/** Chooses the days whose numbers are shown, and says which they are. */
export function PeriodPicker() {
  const { t, i18n } = useTranslation()
  const { choice, period, choose } = useChosenPeriod()
  // The address follows a moment later: until then keys go on from what they have chosen.
  const [picked, setPicked] = useState<PeriodChoice>()
  useEffect(() => {
    if (picked === choice) setPicked(undefined)
  }, [picked, choice])
  return (
    <div className="period">
      <select
        className="period-field"
        aria-label={t('period.label')}
        value={picked ?? choice}
        onChange={({ target }) => {
          const chosen = periodChoices.find((each) => each === target.value)
          if (!chosen) return
          setPicked(chosen)
          choose(chosen)
        }}
      >
        {periodChoices.map((each) => (
          <option key={each} value={each}>
            {t(`period.choices.${each}`)}
          </option>
        ))}
      </select>
      {choice === 'days' && period ? <Days period={period} /> : null}
      {period ? (
        <span className="quiet period-said" title={t('period.utc')}>
          {t('period.said', { days: sayPeriod(period, i18n.language) })}
        </span>
      ) : null}
    </div>
  )
}

/** The first and the last day, as typed; chosen once they are a period. */
function Days({ period }: { period: Period }) {
  const { t } = useTranslation()
  const { today, chooseDays } = useChosenPeriod()
  const [typed, setTyped] = useState(period)
  const why = useId()
  const wrong = !isPeriod(typed)
  const field = (end: keyof Period) => (
    <input
      type="date"
      className="period-field"
      aria-label={t(`period.${end}`)}
      aria-invalid={wrong}
      aria-describedby={wrong ? why : undefined}
      min={end === 'to' ? typed.from : daysBefore(typed.to || today, mostDays - 1)}
      max={end === 'from' ? typed.to : today}
      value={typed[end]}
      onChange={({ target }) => {
        const next = { ...typed, [end]: target.value }
        setTyped(next)
        if (isPeriod(next)) chooseDays(next)
      }}
    />
  )
  return (
    <>
      {field('from')}
      <span aria-hidden="true">–</span>
      {field('to')}
      {wrong ? (
        <span id={why} className="period-wrong" role="alert">
          {t('period.wrong', { count: mostDays })}
        </span>
      ) : null}
    </>
  )
}
