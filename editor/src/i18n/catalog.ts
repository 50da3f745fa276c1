import type { en } from './en.ts'

type Words<T> = { [Key in keyof T]: T[Key] extends string ? string : Words<T[Key]> }

/** The same keys in every language: a missing one does not compile. */
export type Catalog = Words<typeof en>

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}
