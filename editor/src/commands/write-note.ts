import { noteById, withNotes } from '../store/notes.ts'
import type { Command } from './command.ts'

/** Changes what a note says. */
export const writeNote = (id: string, text: string): Command => ({
  name: 'writeNote',
  paths: [`notes/${id}`],
  key: `writeNote:${id}`,
  apply(journey) {
    const before = noteById(journey, id)
    if (!before || before.text === text) return journey
    return withNotes(
      journey,
      (journey.notes ?? []).map((note) => (note.id === id ? { ...note, text } : note)),
    )
  },
})
