/** What a card takes of the height of a drawing, in pixels from its top. */
export interface Extent {
  top: number
  bottom: number
}

/** How a drawing comes onto paper: over as many pages as it takes, one below the other. */
export interface PrintPlan {
  isWide: boolean
  scale: number
  /** Where each page begins and ends, in pixels of the drawing. */
  pages: readonly Extent[]
}

/** What is left of a page of A4 within margins of a centimetre, in pixels of 1/96 inch. */
const shortPx = 716
const longPx = 1044
/** Names of 14 px are read at arm's length down to about 7 px on paper. */
const legible = 0.5
/** Spread over pages anyway, names are as large as in a book; larger ones only take paper. */
const comfortable = 0.7
/** What stands above a card goes with it. */
const abovePx = 20

/** On one page where that can be read; else as wide as a page, over several, of which none begins inside a card. */
export function planPages(width: number, height: number, cards: readonly Extent[]): PrintPlan {
  const isWider = width > height
  const [pageWidth, pageHeight] = isWider ? [longPx, shortPx] : [shortPx, longPx]
  const whole = Math.min(1, pageWidth / width, pageHeight / height)
  if (whole >= legible) return { isWide: isWider, scale: whole, pages: [{ top: 0, bottom: height }] }
  const isWide = shortPx / width < legible
  const scale = Math.min(comfortable, (isWide ? longPx : shortPx) / width)
  return { isWide, scale, pages: pagesOf(height, (isWide ? shortPx : longPx) / scale, cards) }
}

function pagesOf(height: number, mostPx: number, cards: readonly Extent[]): Extent[] {
  const pages: Extent[] = []
  for (let top = 0; top < height; ) {
    const bottom = top + mostPx >= height ? height : cutBelow(top, top + mostPx, cards)
    pages.push({ top, bottom })
    top = bottom
  }
  return pages
}

/** The last place above `limit` where no card is cut; `limit` itself where there is none. */
function cutBelow(top: number, limit: number, cards: readonly Extent[]): number {
  let cut = limit
  for (let crossed = true; crossed; ) {
    const tops = cards.filter((card) => card.top - abovePx < cut && card.bottom > cut).map((card) => card.top - abovePx)
    crossed = tops.length > 0
    cut = Math.min(cut, ...tops)
  }
  return cut > top ? cut : limit
}
