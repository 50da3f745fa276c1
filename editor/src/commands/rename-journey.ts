import type { Command } from './command.ts'

/** Names the journey. A journey always has a name: an empty one changes nothing. */
export const renameJourney = (name: string): Command => ({
  name: 'renameJourney',
  paths: ['name'],
  key: 'renameJourney',
  apply: (journey) => (name === '' || name === journey.name ? journey : { ...journey, name }),
})
