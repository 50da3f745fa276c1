import type { Issue } from '@wend/nodes/sdk/issue'

/**
 * `not-found`: nothing here by that id. `revision-missing`, `revision-stale`: which draft was meant is not said, or has
 * changed since. `wrong-state`: the journey's state forbids it. `invalid-journey`: the issues say why it cannot run.
 */
export type RefusalCode = 'not-found' | 'revision-missing' | 'revision-stale' | 'wrong-state' | 'invalid-journey'

/** What was asked for cannot be done as things stand. An answer to the caller, never a fault to retry. */
export class Refused extends Error {
  readonly code: RefusalCode
  readonly issues: Issue[]

  constructor(code: RefusalCode, issues: Issue[] = []) {
    super(code)
    this.code = code
    this.issues = issues
  }
}
