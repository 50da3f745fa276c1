import { useEffect, useRef, useState } from 'react'
import { useSession } from '../store/editor-stores.tsx'
import type { Row } from './rows.ts'

/** Which line of the outline Tab comes to: the last one that had the focus, as long as it speaks of what is selected. */
export function useRovingRow(rows: readonly Row[]) {
  const tree = useRef<HTMLDivElement>(null)
  const [last, setLast] = useState<string>()
  const [asked, setAsked] = useState<string>()
  const selection = useSession((state) => state.selection)
  const before = rows.find(({ key, node }) => key === last && (selection.length === 0 || selection.includes(node)))
  const active = before ?? rows.find(({ kind, node }) => kind === 'step' && node === selection[0]) ?? rows[0]

  const elementOf = (key: string): HTMLElement | null | undefined =>
    tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)

  // The line may be drawn, or drawn elsewhere, only with the next state of the document.
  useEffect(() => {
    if (asked === undefined) return
    tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(asked)}"]`)?.focus()
    setAsked(undefined)
  }, [asked])

  return {
    tree,
    active,
    elementOf,
    remember: setLast,
    focusRow(key: string) {
      setLast(key)
      setAsked(key)
    },
  }
}
