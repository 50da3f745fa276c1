/** So many at a time; the others wait their turn. */
export class Slots {
  #free: number
  readonly #waiting = new Set<(taken: boolean) => void>()

  constructor(most: number) {
    this.#free = most
  }

  /** Whether a place became free within the time. Who was given one gives it back. */
  take(limitMs: number): Promise<boolean> {
    if (this.#free > 0) {
      this.#free--
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      const turn = (taken: boolean): void => {
        clearTimeout(timer)
        this.#waiting.delete(turn)
        resolve(taken)
      }
      const timer = setTimeout(() => turn(false), limitMs)
      this.#waiting.add(turn)
    })
  }

  give(): void {
    const [next] = this.#waiting
    if (next) next(true)
    else this.#free++
  }
}
