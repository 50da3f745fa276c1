/** Pixels of the canvas, whatever the zoom. */
export interface Bounds {
  left: number
  top: number
  width: number
  height: number
}

const paddingPx = 40

/** The part of the page that moves with the canvas; its transform is the view. */
export const drawnPart = (): HTMLElement | null => document.querySelector('.canvas .react-flow__viewport')

/** What all that is drawn takes, with some air around it. */
export function drawnBounds(part: HTMLElement): Bounds {
  const zoom = new DOMMatrix(getComputedStyle(part).transform).a
  const origin = part.getBoundingClientRect()
  const boxes = [...part.querySelectorAll('.react-flow__node, .react-flow__edge-path')].map((element) =>
    element.getBoundingClientRect(),
  )
  const least = (pick: (box: DOMRect) => number) =>
    boxes.reduce((min, box) => Math.min(min, pick(box)), Number.POSITIVE_INFINITY)
  const most = (pick: (box: DOMRect) => number) =>
    boxes.reduce((max, box) => Math.max(max, pick(box)), Number.NEGATIVE_INFINITY)
  const [left, top] = [(least((box) => box.left) - origin.left) / zoom, (least((box) => box.top) - origin.top) / zoom]
  return {
    left: left - paddingPx,
    top: top - paddingPx,
    width: (most((box) => box.right) - origin.left) / zoom - left + 2 * paddingPx,
    height: (most((box) => box.bottom) - origin.top) / zoom - top + 2 * paddingPx,
  }
}
