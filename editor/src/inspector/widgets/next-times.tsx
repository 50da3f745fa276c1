import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../api/settings.ts'
import { isZone, nextTimes, sayAt } from '../../node-types/occurrences.ts'
import { useDocument } from '../../store/editor-stores.tsx'
import type { Config, Json } from '../../store/journey.ts'
import { objectOf } from '../../store/json.ts'
import { FormContext } from '../rules/rule-scope.ts'

/** The journey's zone, else the workspace's. */
function useZone(): string {
  const { data } = useWorkspace()
  const own = useDocument((state) => state.journey.settings.timeZone)
  return [own, data?.timeZone].find((zone) => zone !== undefined && zone !== '' && isZone(zone)) ?? 'UTC'
}

/** What a field beside this one holds, found by the widget that it is drawn with. */
const besideOf = ({ schema, value }: { schema: Config; value: Config }, widget: string): Json | undefined => {
  const found = Object.entries(objectOf(schema.properties)).find(([, property]) => objectOf(property).widget === widget)
  return found && value[found[0]]
}

/** When a time of day comes next, in words; nothing where it belongs to a date of each customer's own. */
export function NextTimes({ time }: { time: string }) {
  const { t, i18n } = useTranslation()
  const form = useContext(FormContext)
  const zone = useZone()
  if (besideOf(form, 'attribute') !== undefined || besideOf(form, 'datetime') !== undefined) return null
  const chosen = besideOf(form, 'weekdays')
  const weekdays = (Array.isArray(chosen) ? chosen : []).filter((day) => typeof day === 'number')
  const times = nextTimes(Date.now(), time, zone, weekdays)
  if (times.length === 0) return null
  return (
    <div className="next-times">
      <p>{t('rules.nextTimes', { zone })}</p>
      <ol>
        {times.map(({ atMs, moved }) => (
          <li key={atMs}>
            {sayAt(atMs, i18n.language, zone)}
            {moved ? <span className="quiet"> {t('rules.clocksChange')}</span> : null}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** A fixed moment in the journey's zone, and whether it is past. */
export function OneTime({ at }: { at: string }) {
  const { t, i18n } = useTranslation()
  const zone = useZone()
  const atMs = Date.parse(at)
  if (Number.isNaN(atMs)) return null
  return (
    <p className="next-times">
      {t(atMs < Date.now() ? 'rules.wasAt' : 'rules.isAt', { at: sayAt(atMs, i18n.language, zone), zone })}
    </p>
  )
}
