import { useEffect } from 'react'
import { inks } from '../theme/inks.ts'
import { drawnBounds, drawnPart } from './drawn-bounds.ts'
import { planPages } from './print-pages.ts'

/** However printing is asked for, the whole journey comes onto paper, light, at any zoom; styles/print.css hides the rest. */
export function usePrint(): void {
  useEffect(() => {
    const root = document.documentElement
    let { theme } = root.dataset
    let pages: HTMLElement | undefined
    const begin = () => {
      end()
      const part = drawnPart()
      if (!part?.querySelector('.react-flow__node')) return
      theme = root.dataset.theme
      root.dataset.theme = 'light'
      pages = pagesOf(part)
      root.dataset.print = pages.dataset.wide === 'true' ? 'wide' : 'tall'
      document.body.append(pages)
    }
    const end = () => {
      if (!pages) return
      pages.remove()
      pages = undefined
      delete root.dataset.print
      if (theme !== undefined) root.dataset.theme = theme
    }
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      end()
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
}

/** The drawing once for each page, of which that shows its part: paper breaks no drawing where one wants it. */
function pagesOf(part: HTMLElement): HTMLElement {
  const { left, top, width, height } = drawnBounds(part)
  const { isWide, scale, pages } = planPages(width, height, cardsIn(part, top))
  const all = document.createElement('div')
  all.className = 'print-pages'
  all.dataset.wide = String(isWide)
  for (const page of pages) {
    const drawing = part.cloneNode(true)
    if (!(drawing instanceof HTMLElement)) continue
    lighten(drawing)
    drawing.style.transform = `scale(${scale}) translate(${-left}px, ${-top - page.top}px)`
    const flow = document.createElement('div')
    flow.className = 'react-flow'
    flow.append(drawing)
    const paper = document.createElement('div')
    paper.className = 'canvas'
    paper.style.width = `${Math.floor(width * scale)}px`
    paper.style.height = `${Math.floor((page.bottom - page.top) * scale)}px`
    paper.append(flow)
    all.append(paper)
  }
  return all
}

/** Icons are pictures in the ink of the theme they were drawn in; paper is light. */
function lighten(drawing: HTMLElement): void {
  for (const icon of drawing.querySelectorAll<HTMLElement>('.node-icon')) {
    const picture = icon.style.getPropertyValue('--icon')
    const drawn = Object.values(inks).find(([, bright]) => picture.includes(encodeURIComponent(bright)))
    if (!drawn) continue
    const [light, bright] = drawn.map(encodeURIComponent)
    if (light && bright) icon.style.setProperty('--icon', picture.replaceAll(bright, light))
  }
}

/** What cards and notes take of the height, from the top of the drawing. */
function cardsIn(part: HTMLElement, top: number) {
  const zoom = new DOMMatrix(getComputedStyle(part).transform).a
  const origin = part.getBoundingClientRect().top
  return [...part.querySelectorAll('.react-flow__node')].map((node) => {
    const box = node.getBoundingClientRect()
    return { top: (box.top - origin) / zoom - top, bottom: (box.bottom - origin) / zoom - top }
  })
}
