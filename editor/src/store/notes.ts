import type { Journey } from './journey.ts'

export type Note = NonNullable<Journey['notes']>[number]

const prefix = 'note:'

/** What a note is called where steps and notes are selected together. An id holds no colon, so that no step is called so. */
export const noteRef = (id: string): string => `${prefix}${id}`

/** The note that is called so; undefined for a step. */
export const noteIdOf = (ref: string): string | undefined =>
  ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined

export const noteById = (journey: Journey, id: string): Note | undefined =>
  journey.notes?.find((note) => note.id === id)

/** A file without notes has no list of them. */
export function withNotes({ notes: _before, ...journey }: Journey, notes: readonly Note[]): Journey {
  return notes.length > 0 ? { ...journey, notes: [...notes] } : journey
}

interface Drawn {
  nodes: readonly { id: string }[]
  notes?: readonly { id: string }[] | undefined
}

/** Everything on the canvas that can be selected. */
export const refsOf = ({ nodes, notes = [] }: Drawn): string[] => [
  ...nodes.map(({ id }) => id),
  ...notes.map(({ id }) => noteRef(id)),
]
