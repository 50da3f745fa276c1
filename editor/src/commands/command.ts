import type { JourneyRow } from '../api/types.ts'
import type { Journey } from '../store/journey.ts'

export type CommandName =
  | 'addNode'
  | 'insertNode'
  | 'link'
  | 'unlink'
  | 'delete'
  | 'move'
  | 'configure'
  | 'renameNode'
  | 'renameJourney'
  | 'settings'
  | 'tidy'
  | 'restore'
  | 'restoreVersion'
  | 'paste'
  | 'duplicate'
  | 'reorder'
  | 'align'
  | 'addNote'
  | 'writeNote'
  | 'import'

/** What a journey is for. */
export type Family = NonNullable<JourneyRow['family']>

/** One operator's action as a pure value: key, menu, test and replay share it. */
export interface Command {
  /** What the undo button calls it: a key of the catalogs' `commands`. */
  name: CommandName
  /** What it touches: `nodes/<id>`, `edges/<from>/<outlet>`, `notes/<id>`, `settings`, `name`. */
  paths: readonly string[]
  /** A command with the key of the last one joins its undo step. */
  key?: string
  /** What the journey is for from here on: no part of the document, but taken back with the step that says it. */
  family?: Family
  apply(journey: Journey): Journey
}
