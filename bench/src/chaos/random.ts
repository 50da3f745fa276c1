import { createHash } from 'node:crypto'

/** Chances drawn from a seed: the same seed and name, the same draws. */
export class Random {
  readonly #seed: string
  #drawn = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  /** A number in [0, 1). */
  next(): number {
    return chanceOf(`${this.#seed}:${this.#drawn++}`)
  }

  /** A whole number from `least` to `most`. */
  whole = (least: number, most: number): number => least + Math.floor(this.next() * (most - least + 1))
  happens = (chance: number): boolean => this.next() < chance

  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.next() * from.length)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }

  shuffled<T>(from: readonly T[]): T[] {
    return from
      .map((value) => ({ value, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value)
  }

  /** Draws of its own, whatever else is drawn here. */
  fork = (name: string): Random => new Random(`${this.#seed}/${name}`)
}

/** A number in [0, 1) that belongs to a text. */
export const chanceOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48
