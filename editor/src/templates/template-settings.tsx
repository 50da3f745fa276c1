import { useTranslation } from 'react-i18next'
import { sayDuration } from '../node-types/duration.ts'
import { sayRule } from '../node-types/summary.ts'
import type { Journey } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'

type Settings = Journey['settings']

/** How long a goal counts where nothing is said. */
const goalWithin = 'P7D'

/** What holds for everybody in a journey, in words: whether she may enter again, what is its goal, what ends it early. */
export function TemplateSettings({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation()
  const { reEntry, goal, exits = [] } = settings
  const long = (duration: string) => sayDuration(duration, i18n.language)
  const event = (of: { event: string; where?: unknown }) =>
    of.where === undefined
      ? of.event
      : `${of.event} · ${t('settings.where')}: ${sayRule(objectOf(of.where), i18n.language)}`
  const again = [
    t(`settings.whenChoices.${reEntry?.when ?? 'never'}`),
    ...(reEntry?.key === undefined ? [] : [`${t('settings.key')}: ${reEntry.key}`]),
    ...(reEntry?.gap === undefined ? [] : [`${t('settings.gap')}: ${long(reEntry.gap)}`]),
  ]
  const reached = goal ? [event(goal), `${t('settings.within')}: ${long(goal.within ?? goalWithin)}`] : []
  const told = [
    { term: t('settings.reEntry'), said: again },
    { term: t('settings.goal'), said: goal ? reached : [t('common.none')] },
    ...(exits.length === 0 ? [] : [{ term: t('settings.exits'), said: exits.map(event) }]),
  ]
  return (
    <dl className="template-settings">
      {told.map(({ term, said }) => (
        <div key={term}>
          <dt>{term}</dt>
          {said.map((one) => (
            <dd key={one}>{one}</dd>
          ))}
        </div>
      ))}
    </dl>
  )
}
