import type { Json } from '../store/journey.ts'

/** A row of a table of names and values, as typed. */
export interface Entry {
  key: number
  name: string
  text: string
}

/** What a value's text means: JSON where it reads as JSON, else the text itself (Liquid). */
export function readValue(text: string): Json {
  if (!/^(?:-?\d|true$|false$|null$|"|\[|\{(?![{%]))/.test(text.trim())) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A value as text that `readValue` reads back. */
export function writeValue(value: Json | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return JSON.stringify(value)
  return readValue(value) === value ? value : JSON.stringify(value)
}

/** Rows as an object: those without a name are not there yet, and of two with the same name the later one counts. */
export const readEntries = (entries: readonly Entry[], onlyText: boolean): { [name: string]: Json } =>
  Object.fromEntries(
    entries.flatMap(({ name, text }): [string, Json][] =>
      name === '' ? [] : [[name, onlyText ? text : readValue(text)]],
    ),
  )

/** The first name that two rows share. */
export const sharedName = (entries: readonly Entry[]): string | undefined =>
  entries.find(({ name }, nth) => name !== '' && entries.some((other, at) => at < nth && other.name === name))?.name
