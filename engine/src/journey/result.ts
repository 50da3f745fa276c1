import type { Issue } from '@wend/nodes/sdk/issue'

/** What was asked for, or every reason why not. */
export type Result<T> = { ok: true; value: T } | { ok: false; issues: Issue[] }
