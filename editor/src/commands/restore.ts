import { compare, pathsOf } from '../store/compare.ts'
import type { Journey } from '../store/journey.ts'
import type { Command } from './command.ts'

/** Puts a whole document in place: changes that a crash had kept from being saved. `base`: what they were made on. */
export const restore = (document: Journey, base: Journey): Command => ({
  name: 'restore',
  paths: pathsOf(compare(base, document)),
  apply: () => document,
})
