import { Context, type Drop } from 'liquidjs'
import { textOf } from './places.ts'

/** A context that tells which values came out empty: written, and neither they nor a fallback had anything to write. */
export class WatchedContext extends Context {
  readonly #note: (path: string) => void
  /** What the output at hand looked up first of all that is not there. */
  #missing: string | undefined

  constructor(note: (path: string) => void, ...context: ConstructorParameters<typeof Context>) {
    super(...context)
    this.#note = note
  }

  override *_get(path: (string | number | Drop)[]): IterableIterator<unknown> {
    const value = yield super._get(path)
    if (isEmpty(value)) this.#missing ??= pathOf(path)
    return value
  }

  /** Another piece of the template begins: what a condition before it looked up is no output's. */
  begin(): void {
    this.#missing = undefined
  }

  write(value: unknown): void {
    if (this.#missing !== undefined && isEmpty(value)) this.#note(this.#missing)
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && textOf(value) === '')

/** As a template names it: `customer.name`, `customer["first name"]`, `event.items[0]`. */
function pathOf([root, ...names]: readonly (string | number | Drop)[]): string {
  const inside = names.map((name) => {
    if (typeof name === 'number') return `[${name}]`
    const text = textOf(name)
    if (/^[A-Za-z_][\w-]*$/.test(text)) return `.${text}`
    return text.includes('"') ? `['${text}']` : `["${text}"]`
  })
  return textOf(root) + inside.join('')
}
