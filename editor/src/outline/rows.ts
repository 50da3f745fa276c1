import type { Branch } from '../node-types/tree.ts'

/** A line of the outline that is shown now, with its place among its siblings. */
export interface Row extends Branch {
  level: number
  nth: number
  of: number
  parent: string | undefined
}

/** The lines that are shown: what is inside a folded one is not. */
export function rowsOf(branches: readonly Branch[], folded: ReadonlySet<string>, parent?: Row): Row[] {
  return branches.flatMap((branch, index) => {
    const row: Row = {
      ...branch,
      level: (parent?.level ?? 0) + 1,
      nth: index + 1,
      of: branches.length,
      parent: parent?.key,
    }
    return [row, ...(folded.has(row.key) ? [] : rowsOf(branch.children, folded, row))]
  })
}

/** Where an arrow, Home or End leads in the tree, or which line it folds; undefined where it does neither. */
export function treeKey(
  rows: readonly Row[],
  at: Row,
  key: string,
  folded: ReadonlySet<string>,
): { go: string } | { fold: string } | undefined {
  const index = rows.findIndex((row) => row.key === at.key)
  const go = (row: Row | undefined) => (row ? { go: row.key } : undefined)
  if (key === 'ArrowDown') return go(rows[index + 1])
  if (key === 'ArrowUp') return go(rows[index - 1])
  if (key === 'Home') return go(rows[0])
  if (key === 'End') return go(rows.at(-1))
  const opened = at.children.length > 0 && !folded.has(at.key)
  if (key === 'ArrowRight') {
    if (at.children.length === 0) return undefined
    return opened ? go(rows[index + 1]) : { fold: at.key }
  }
  if (key === 'ArrowLeft') {
    if (opened) return { fold: at.key }
    return at.parent === undefined ? undefined : { go: at.parent }
  }
  return undefined
}
