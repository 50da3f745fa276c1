import type { Journey } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Takes a journey file as it is, in place of a journey in which nothing was drawn yet. */
export const importJourney = (file: Journey): Command => ({
  name: 'import',
  paths: [...file.nodes.map(({ id }) => `nodes/${id}`), ...(file.notes ?? []).map(({ id }) => `notes/${id}`)],
  apply: () => file,
})
