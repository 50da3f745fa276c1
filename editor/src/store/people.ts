import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Present } from '../api/types.ts'

/** Who else has the journey open, page by page. Never part of the journey. */
export interface People {
  here: readonly Present[]
}

export type PeopleStore = StoreApi<People>

export const createPeople = (): PeopleStore => createStore<People>(() => ({ here: [] }))

/** One person, in however many pages. */
export interface Person {
  id: string
  name: string
  /** What she has selected, in any of them. */
  nodes: readonly string[]
}

export function personsIn(here: readonly Present[]): Person[] {
  const persons = new Map<string, Person>()
  for (const { operator, node } of here) {
    const known = persons.get(operator.id)
    const nodes = [...(known?.nodes ?? []), ...(node === null ? [] : [node])]
    persons.set(operator.id, { ...operator, nodes })
  }
  return [...persons.values()]
}

/** "Mei Chen": MC; "欧阳小明": 小明, as Chinese names are shortened. */
export function initialsOf(name: string): string {
  const trimmed = name.trim()
  if (/^\p{Script=Han}+$/u.test(trimmed)) return [...trimmed].slice(-2).join('')
  const words = trimmed.split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toUpperCase() || '?'
}

const tones = 6

/** Which of a few tints a person has: the same on every page. */
export const toneOf = (id: string): number =>
  [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973, 7) % tones
