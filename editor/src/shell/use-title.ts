import { useEffect } from 'react'

/** What the tab is called: of several one tells which is which. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = name === '' ? 'Wend' : `${name} · Wend`
    return () => {
      document.title = 'Wend'
    }
  }, [name])
}
