/** Whether a card lies beside what the canvas shows now. */
export function isOutside(card: Element): boolean {
  const canvas = card.closest('.canvas')?.getBoundingClientRect()
  const { left, right, top, bottom } = card.getBoundingClientRect()
  return (
    canvas !== undefined && (left < canvas.left || right > canvas.right || top < canvas.top || bottom > canvas.bottom)
  )
}
