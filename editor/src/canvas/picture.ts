import { type Bounds, drawnBounds, drawnPart } from './drawn-bounds.ts'

/** What only serves drawing. */
const tools = ['edge-label', 'loose', 'react-flow__nodesselection', 'react-flow__connection']

/** Browsers make no larger ones. */
const mostPx = 16_000
const mostArea = 120_000_000

/** The whole journey as a picture, at any zoom; undefined where nothing is drawn. */
export async function pictureOf(kind: 'png' | 'svg'): Promise<Blob | undefined> {
  const part = drawnPart()
  if (!part?.querySelector('.react-flow__node')) return undefined
  const { toBlob, toSvg } = await import('html-to-image')
  const bounds = drawnBounds(part)
  const { left, top, width, height } = bounds
  const options = {
    width,
    height,
    backgroundColor: getComputedStyle(document.body).getPropertyValue('--canvas'),
    // Letters stay those of the reader's system; nothing is fetched.
    skipFonts: true,
    style: { transform: `translate(${-left}px, ${-top}px)`, width: `${width}px`, height: `${height}px` },
    filter: ({ classList }: HTMLElement) => !tools.some((tool) => classList?.contains(tool)),
  }
  if (kind === 'png') return (await toBlob(part, { ...options, pixelRatio: sharpest(bounds) })) ?? undefined
  const url = await toSvg(part, options)
  return new Blob([decodeURIComponent(url.slice(url.indexOf(',') + 1))], { type: 'image/svg+xml' })
}

const sharpest = ({ width, height }: Bounds): number =>
  Math.min(2, mostPx / Math.max(width, height), Math.sqrt(mostArea / (width * height)))
