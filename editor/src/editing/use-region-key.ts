import { useEffect } from 'react'

const controls =
  'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"], [contenteditable="true"]'

/** F6: to the next part of the page, with Shift to the one before; each comes back where it was left. */
export function useRegionKey(): void {
  useEffect(() => {
    const left = new WeakMap<Element, HTMLElement>()
    const onFocus = ({ target }: FocusEvent) => {
      const region = target instanceof HTMLElement ? target.closest('[data-region]') : null
      if (region && target instanceof HTMLElement) left.set(region, target)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.isComposing || document.querySelector('[aria-modal="true"]')) return
      event.preventDefault()
      const regions = [...document.querySelectorAll('[data-region]')]
      const at = regions.findIndex((region) => region.contains(document.activeElement))
      const step = event.shiftKey ? -1 : 1
      const first = at === -1 && step === -1 ? 0 : at
      for (let nth = 1; nth <= regions.length; nth += 1) {
        const region = regions[(first + nth * step + regions.length * 2) % regions.length]
        const control = region && controlOf(region, left.get(region))
        if (control) return void control.focus()
      }
    }
    window.addEventListener('focusin', onFocus)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('focusin', onFocus)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}

/** What was left, where it can still be come to; else the first control that Tab would come to. */
function controlOf(region: Element, last: HTMLElement | undefined): HTMLElement | undefined {
  if (last?.isConnected && isShown(last) && last.tabIndex >= 0) return last
  // The canvas begins at its cards.
  const card = region.querySelector<HTMLElement>('[data-card][tabindex="0"], [role="treeitem"][tabindex="0"]')
  return card ?? [...region.querySelectorAll<HTMLElement>(controls)].find((one) => one.tabIndex >= 0 && isShown(one))
}

const isShown = (element: HTMLElement): boolean => element.checkVisibility({ visibilityProperty: true })
