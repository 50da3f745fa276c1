import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import type { Behind } from '../api/types.ts'
import { useSession } from '../store/editor-stores.tsx'

const shown: Record<string, Behind> = {
  entered: {},
  active: { state: 'active' },
  goal: { state: 'ended', reason: 'goal' },
  failed: { state: 'failed' },
}

/** `?show=active` opens the customers behind a number of the whole journey: where a list's numbers lead; `?why=ada` asks why she is not here. */
export function useShown() {
  const [address] = useSearchParams()
  const openBehind = useSession((state) => state.openBehind)
  const behind = shown[address.get('show') ?? '']
  useEffect(() => {
    if (behind) openBehind(behind)
  }, [behind, openBehind])

  const askWhyNot = useSession((state) => state.askWhyNot)
  const missing = address.get('why')
  useEffect(() => {
    if (missing) askWhyNot(missing)
  }, [missing, askWhyNot])
}
