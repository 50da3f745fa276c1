import { createContext, useContext } from 'react'

/** What a control tells a screen reader about its field: whether it is wrong, and where that and its help are written. */
export interface FieldAria {
  'aria-invalid'?: true
  'aria-describedby'?: string
}

export const FieldAriaContext = createContext<FieldAria>({})
export const useFieldAria = (): FieldAria => useContext(FieldAriaContext)

/** The server's messages by field, as JSON pointers inside what the form edits. */
export const FieldIssuesContext = createContext<ReadonlyMap<string, readonly string[]>>(new Map())

export const pointerOf = (path: readonly (string | number)[]): string => path.map((part) => `/${part}`).join('')

/** A field's own messages, and those of places inside it that have no field of their own. */
export function useFieldIssues(pointer: string, whole: boolean): readonly string[] {
  const issues = useContext(FieldIssuesContext)
  if (!whole) return issues.get(pointer) ?? []
  return [...issues].flatMap(([at, messages]) => (at === pointer || at.startsWith(`${pointer}/`) ? messages : []))
}
