import { compare, pathsOf } from '../store/compare.ts'
import type { Journey } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Makes a published version the draft again. `draft`: what it replaces, to tell what that touches. */
export const restoreVersion = (version: Journey, draft: Journey): Command => ({
  name: 'restoreVersion',
  paths: pathsOf(compare(draft, version)),
  apply: (journey) => (JSON.stringify(journey) === JSON.stringify(version) ? journey : version),
})
