import type { Journey } from '../store/journey.ts'
import type { Command, Family } from './command.ts'

/** Takes a journey file as it is, in place of a journey in which nothing was drawn yet; of a template with what it is for. */
export const importJourney = (file: Journey, family?: Family): Command => ({
  name: 'import',
  paths: [...file.nodes.map(({ id }) => `nodes/${id}`), ...(file.notes ?? []).map(({ id }) => `notes/${id}`)],
  ...(family ? { family } : {}),
  apply: () => file,
})
