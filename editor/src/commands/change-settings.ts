import type { Settings } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Replaces the journey's settings. `field` is the one being typed in. */
export const changeSettings = (settings: Settings, field?: string): Command => ({
  name: 'settings',
  paths: [`settings${field ?? ''}`],
  ...(field === undefined ? {} : { key: `settings:${field}` }),
  apply: (journey) => ({ ...journey, settings }),
})
