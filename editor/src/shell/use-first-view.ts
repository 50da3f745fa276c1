import { startTransition, useEffect, useState } from 'react'
import { afterFirstView } from './first-view.ts'

/** Whether what is drawn first was painted; what would keep that waiting is drawn then, a bit at a time. */
export function useFirstView(): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    let isGone = false
    void afterFirstView().then(() => {
      if (!isGone) startTransition(() => setSeen(true))
    })
    return () => {
      isGone = true
    }
  }, [])
  return isSeen
}
