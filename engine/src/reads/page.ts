/** How much of a list is wanted, and after what. */
export interface Page {
  cursor?: string | undefined
  /** At least 1. */
  limit: number
}

/** One page of a list; `next` is the cursor of the one behind it, null at the end. */
export interface Listed<T> {
  items: T[]
  next: string | null
}

/** Makes a page of rows that were asked for with one more than `limit`. `found`: how many there are, where rows were left out. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  read: (row: Row) => T,
  cursorOf: (row: Row) => string,
  found = rows.length,
): Listed<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(read), next: found > shown.length && last !== undefined ? cursorOf(last) : null }
}
