/** Whether a card lies beside what the canvas shows now, or under what stands over it: the map, the tools. */
export function isOutside(card: Element): boolean {
  const canvas = card.closest('.canvas')
  if (!canvas) return false
  const at = card.getBoundingClientRect()
  const shown = canvas.getBoundingClientRect()
  const isWhole = at.left >= shown.left && at.right <= shown.right && at.top >= shown.top && at.bottom <= shown.bottom
  return !isWhole || [...canvas.querySelectorAll('.react-flow__panel')].some((panel) => overlap(panel, at))
}

function overlap(panel: Element, at: DOMRect): boolean {
  const over = panel.getBoundingClientRect()
  return over.left < at.right && over.right > at.left && over.top < at.bottom && over.bottom > at.top
}
