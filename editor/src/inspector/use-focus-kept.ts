import { type RefObject, useEffect } from 'react'

/**
 * What is said of a field comes and goes above others: the one that has the keyboard stays in view then, if it was. Who has
 * scrolled away from it is left where she is.
 */
export function useFocusKept(panel: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const at = panel.current
    if (!at) return
    let wasSeen = false
    const look = () => {
      const control = focusedIn(at)
      wasSeen = control !== undefined && isWithin(control, at)
    }
    const came = new MutationObserver(() => {
      const control = focusedIn(at)
      if (control && wasSeen && !isWithin(control, at)) control.scrollIntoView({ block: 'nearest' })
    })
    came.observe(at, { childList: true, subtree: true })
    at.addEventListener('focusin', look)
    at.addEventListener('scroll', look)
    return () => {
      came.disconnect()
      at.removeEventListener('focusin', look)
      at.removeEventListener('scroll', look)
    }
  }, [panel])
}

const focusedIn = (panel: Element): Element | undefined => {
  const at = document.activeElement
  return at && panel.contains(at) ? at : undefined
}

const isWithin = (control: Element, panel: Element): boolean => {
  const [inner, outer] = [control.getBoundingClientRect(), panel.getBoundingClientRect()]
  return inner.top >= outer.top && inner.bottom <= outer.bottom
}
