import { settings as settingsShape } from '@wend/engine/journey/journey'
import type { Config, Json, Settings } from '../store/journey.ts'
import { objectOf } from '../store/json.ts'
import { same } from '../store/merge.ts'

/**
 * The part of what was typed that a journey file can hold: a goal has an event, an exit too, and their conditions are
 * rules. The rest stays in the form until it is complete; meanwhile `held` says what the journey holds in its place.
 */
export function completeSettings(typed: Config, held: Config = {}): Settings {
  const kept: Config = {}
  for (const [key, given] of Object.entries(typed)) {
    const value = key === 'goal' ? readable(given, [held.goal]) : given
    const whole =
      key === 'exits' && Array.isArray(value)
        ? value
            .map((exit) => readable(exit, Array.isArray(held.exits) ? held.exits : []))
            .filter((exit) => settingsShape.safeParse({ exits: [exit] }).success)
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

/** Without its condition, everybody would do: what was held for the same event stands in until the condition is a rule. */
function readable(typed: Json | undefined, held: readonly (Json | undefined)[]): Json {
  const { event, where } = objectOf(typed)
  if (typeof where !== 'string') return typed ?? null
  return held.find((one) => one !== undefined && objectOf(one).event === event) ?? null
}

/** What the form shows: what was typed for as long as the journey holds its complete part, else what the journey holds. */
export const shownSettings = (typed: Config | undefined, held: Config): Config =>
  typed && same(objectOf(completeSettings(typed, held)), held) ? typed : held

/** Where a condition is still no rule, as JSON pointers inside the settings. */
export const unreadConditions = ({ goal, exits }: Config): string[] => [
  ...(typeof objectOf(goal).where === 'string' ? ['/goal/where'] : []),
  ...(Array.isArray(exits) ? exits : []).flatMap((exit, nth) =>
    typeof objectOf(exit).where === 'string' ? [`/exits/${nth}/where`] : [],
  ),
]
