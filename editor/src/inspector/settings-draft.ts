import { settings as settingsShape } from '@wend/engine/journey/journey'
import type { Config, Settings } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'

/**
 * The part of what was typed that a journey file can hold: a goal has an event, an exit too. The rest stays in the form
 * until it is complete.
 */
export function completeSettings(typed: Config): Settings {
  const kept: Config = {}
  for (const [key, value] of Object.entries(typed)) {
    const whole =
      key === 'exits' && Array.isArray(value)
        ? value.filter((exit) => settingsShape.safeParse({ exits: [exit] }).success)
        : value
    if (Array.isArray(whole) && whole.length === 0) continue
    const one = key === 'reEntry' ? { when: 'never', ...objectOf(whole) } : whole
    if (settingsShape.safeParse({ [key]: one }).success && !isEmptyReEntry(key, value)) kept[key] = one
  }
  return settingsShape.parse(kept)
}

/** Never is how it is without saying so. */
const isEmptyReEntry = (key: string, value: Config[string]) =>
  key === 'reEntry' && Object.keys(objectOf(value)).length === 0
