import type { Journey } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Puts a whole document in place: changes that a crash had kept from being saved. */
export const restore = (document: Journey): Command => ({ name: 'restore', paths: [], apply: () => document })
