import type { Issue, Language } from '@wend/nodes/sdk/issue'
import type { Rule } from '@wend/nodes/sdk/rule'
import type { Settings } from '../journey/journey.ts'
import { checkRule, type Touches } from '../rules/check.ts'
import { splitField } from '../rules/read-leaf.ts'
import { issueOf } from './draft.ts'
import { durationFault } from './durations.ts'

/** The rules among a journey's settings, with their JSON pointers. */
export function settingsRules({ goal, exits = [] }: Settings): { rule: Rule; path: string }[] {
  return [
    ...(goal?.where ? [{ rule: goal.where, path: '/settings/goal/where' }] : []),
    ...exits.flatMap(({ where }, nth) => (where ? [{ rule: where, path: `/settings/exits/${nth}/where` }] : [])),
  ]
}

/** Everything wrong with a journey's settings. */
export function checkSettings(settings: Settings, touches: Touches, language: Language): Issue[] {
  const { reEntry, goal, timeZone, maxHold } = settings
  const lengths = {
    '/settings/reEntry/gap': reEntry?.gap,
    '/settings/goal/within': goal?.within,
    '/settings/maxHold': maxHold,
  }
  return [
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [issueOf('unknown-time-zone', language, { path: '/settings/timeZone', about: timeZone })]),
    ...(reEntry ? checkReEntry(reEntry, language) : []),
    ...Object.entries(lengths).flatMap(([path, about = '']) => {
      const fault = durationFault(about)
      const severity = fault === 'duration-zero' ? 'warning' : 'error'
      return fault ? [issueOf(fault, language, { path, about, severity })] : []
    }),
    ...settingsRules(settings).flatMap(({ rule, path }) => checkRule(rule, { path, language, touches })),
  ]
}

function checkReEntry({ when, key, gap }: NonNullable<Settings['reEntry']>, language: Language): Issue[] {
  const keyed = when === 'once-per-key'
  const path = '/settings/reEntry'
  return [
    ...(keyed && key === undefined ? [issueOf('key-missing', language, { path: `${path}/key` })] : []),
    ...(!keyed && key !== undefined ? [issueOf('key-unused', language, { path: `${path}/key`, about: when })] : []),
    ...(keyed && key !== undefined && !isKey(key)
      ? [issueOf('key-not-a-field', language, { path: `${path}/key`, about: key })]
      : []),
    ...(when !== 'after-exit' && gap !== undefined
      ? [issueOf('gap-unused', language, { path: `${path}/gap`, about: when })]
      : []),
  ]
}

function isKey(key: string): boolean {
  const { root, rest } = splitField(key)
  return ['event', 'entry', 'customer'].includes(root) && rest.split('.').every((part) => part !== '')
}

function isTimeZone(name: string): boolean {
  // Offsets such as +08:00, which newer runtimes take, know no daylight saving time.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
