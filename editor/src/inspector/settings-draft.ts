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
    const value = standIn(key, given, held)
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

/** What was typed, or what is held while a part of it cannot be understood yet. */
function standIn(key: string, typed: Json, held: Config): Json {
  if (key === 'goal') return readable(typed, [held.goal])
  const unread = key === 'maxHold' ? isUnread(typed) : key === 'reEntry' && isUnread(objectOf(typed).gap)
  return unread ? (held[key] ?? null) : typed
}

/** A length of time that was typed and is none. */
const isUnread = (duration: Json | undefined): boolean =>
  duration !== undefined && duration !== '' && !settingsShape.safeParse({ maxHold: duration }).success

/** Never is how it is without saying so. */
const isEmptyReEntry = (key: string, value: Config[string]) =>
  key === 'reEntry' && Object.keys(objectOf(value)).length === 0

/** Without its condition, everybody would do: what was held for the same event stands in until all of it can be read. */
function readable(typed: Json | undefined, held: readonly (Json | undefined)[]): Json {
  const { event, where, within } = objectOf(typed)
  if (typeof where !== 'string' && !isUnread(within)) return typed ?? null
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

/** Where a length of time is not understood, as JSON pointers inside the settings. */
export const unreadDurations = ({ goal, reEntry, maxHold }: Config): string[] => [
  ...(isUnread(objectOf(goal).within) ? ['/goal/within'] : []),
  ...(isUnread(objectOf(reEntry).gap) ? ['/reEntry/gap'] : []),
  ...(isUnread(maxHold) ? ['/maxHold'] : []),
]
