/** Names one enrollment to Temporal. No personal data: the id is an HMAC. */
export interface EnrollmentRef {
  workspace: number
  id: string
}

/** What a workflow is to do next. All that Temporal ever knows. */
export type Instruction =
  | { kind: 'rest'; untilMs: number }
  | { kind: 'step' }
  /** Step again, on the delivery queue. */
  | { kind: 'deliver' }
  | { kind: 'end' }
