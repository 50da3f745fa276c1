import { type Note, withNotes } from '../store/notes.ts'
import type { Command } from './command.ts'

/** Puts a note on the canvas. */
export const addNote = (note: Note): Command => ({
  name: 'addNote',
  paths: [`notes/${note.id}`],
  apply: (journey) => withNotes(journey, [...(journey.notes ?? []), note]),
})
