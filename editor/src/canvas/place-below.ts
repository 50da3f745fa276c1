const edgePx = 8

/** Where something that floats over the page stands below a card: whole, within the window. */
export function placeBelow(card: DOMRect | undefined, widthPx: number) {
  const { left = window.innerWidth / 2, width = 0, bottom = 0, top = 0 } = card ?? {}
  const middle = left + width / 2 - widthPx / 2
  const inWindow = Math.max(edgePx, Math.min(middle, window.innerWidth - widthPx - edgePx))
  // In the lower half it stands above the card, so that it has room to grow.
  const vertical =
    bottom > window.innerHeight * 0.6
      ? { bottom: window.innerHeight - top + edgePx }
      : { top: Math.max(edgePx, bottom + edgePx) }
  return { left: inWindow, width: widthPx, ...vertical }
}
