import type { TFunction } from 'i18next'
import type { NodeTexts } from '../api/types.ts'
import type { Config } from '../store/journey.ts'

const event = { type: 'string', widget: 'event' }
const rule = { widget: 'rule' }
const duration = { type: 'string', widget: 'duration' }

/** A journey's settings as a node's config would be told: the same form draws both. */
export const settingsSchema: Config = {
  type: 'object',
  properties: {
    reEntry: {
      type: 'object',
      properties: {
        when: { type: 'string', enum: ['never', 'after-exit', 'every-time', 'once-per-key'] },
        key: { type: 'string' },
        gap: duration,
      },
    },
    goal: { type: 'object', properties: { event, where: rule, within: duration } },
    exits: { type: 'array', items: { type: 'object', properties: { event, where: rule }, required: ['event'] } },
    timeZone: { type: 'string' },
    maxHold: duration,
    maxVisitsPerDay: { type: 'integer' },
  },
}

export const settingsWords = (t: TFunction): Pick<NodeTexts, 'fields' | 'help' | 'choices'> => ({
  fields: {
    reEntry: t('settings.reEntry'),
    'reEntry.when': t('settings.when'),
    'reEntry.key': t('settings.key'),
    'reEntry.gap': t('settings.gap'),
    goal: t('settings.goal'),
    'goal.event': t('settings.event'),
    'goal.where': t('settings.where'),
    'goal.within': t('settings.within'),
    exits: t('settings.exits'),
    'exits.event': t('settings.event'),
    'exits.where': t('settings.where'),
    timeZone: t('settings.timeZone'),
    maxHold: t('settings.maxHold'),
    maxVisitsPerDay: t('settings.maxVisitsPerDay'),
  },
  help: {
    'reEntry.when': t('settings.whenHelp'),
    'reEntry.key': t('settings.keyHelp'),
    'reEntry.gap': t('settings.gapHelp'),
    goal: t('settings.goalHelp'),
    'goal.within': t('settings.withinHelp'),
    exits: t('settings.exitsHelp'),
    timeZone: t('settings.timeZoneHelp'),
    maxHold: t('settings.maxHoldHelp'),
    maxVisitsPerDay: t('settings.maxVisitsPerDayHelp'),
  },
  choices: {
    'reEntry.when.never': t('settings.whenChoices.never'),
    'reEntry.when.after-exit': t('settings.whenChoices.after-exit'),
    'reEntry.when.every-time': t('settings.whenChoices.every-time'),
    'reEntry.when.once-per-key': t('settings.whenChoices.once-per-key'),
  },
})
