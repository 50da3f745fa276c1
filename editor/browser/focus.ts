import type { Page } from 'playwright-core'

/** Where the keyboard is, as a person would call it: the name of the control, or undefined where it is nowhere. */
export const whereFocusIs = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement) || at === document.body) return undefined
    return at.dataset.card ?? at.dataset.row ?? at.getAttribute('aria-label') ?? at.id ?? at.textContent ?? at.tagName
  })

/**
 * What is wrong with the focus as one sees it: it is nowhere, outside of the window, covered, or drawn like anything else.
 * Undefined where it is seen.
 */
export const unseenFocus = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement) || at === document.body) return 'the focus is nowhere'
    const name = at.getAttribute('aria-label') ?? at.id ?? at.textContent
    const box = at.getBoundingClientRect()
    const x = Math.min(Math.max(box.left + box.width / 2, 0), window.innerWidth - 1)
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), window.innerHeight - 1)
    if (box.bottom < 0 || box.right < 0 || box.top > window.innerHeight || box.left > window.innerWidth)
      return `${name} is outside of the window`
    const top = document.elementFromPoint(x, y)
    if (!top || !(at.contains(top) || top.contains(at) || top.closest('label')?.contains(at)))
      return `${name} is covered by ${top?.className}`
    if (!at.matches(':focus-visible')) return `${name} is focused, but not shown as it`
    // An editor of code draws its frame, some levels up.
    const around = [at, at.parentElement, at.parentElement?.parentElement, at.closest('.code-editor')]
    const drawn = around.some((element) => {
      if (!element) return false
      const style = getComputedStyle(element)
      const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
      return (
        outlined ||
        (style.boxShadow !== 'none' &&
          element.matches(':focus-within') &&
          element.matches('[class*="ant-input"], [class*="ant-select"], [class*="ant-picker"], .code-editor'))
      )
    })
    return drawn ? undefined : `${name} has the focus and nothing shows it`
  })
