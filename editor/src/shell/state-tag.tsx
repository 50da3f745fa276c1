import { useTranslation } from 'react-i18next'
import type { JourneyState } from '../api/types.ts'

/** A journey's state as a dot and a word. */
export function StateTag({ state }: { state: JourneyState }) {
  const { t } = useTranslation()
  return (
    <span className="state" data-state={state}>
      <span className="state-dot" aria-hidden="true" />
      {t(`states.${state}`)}
    </span>
  )
}
