/** The languages that every text shown to an operator exists in. */
export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

/** One text, in every language. */
export type Text = Record<Language, string>

/**
 * Something wrong with what an author wrote: a value, never an exception.
 * `path` is a JSON pointer into the document that was checked; `message` says what is wrong and what makes it right.
 */
export interface Issue {
  code: string
  severity: 'error' | 'warning'
  path: string
  message: string
  /** The node at fault, by id. */
  node?: string
}
