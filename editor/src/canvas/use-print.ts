import { useEffect } from 'react'
import { drawnBounds, drawnPart } from './drawn-bounds.ts'

/** What is left of a page of A4 within margins of a centimetre, in pixels of 1/96 inch. */
const shortPx = 716
const longPx = 1044

/** However printing is asked for, the whole journey comes onto one page, light, at any zoom; styles/print.css hides the rest. */
export function usePrint(): void {
  useEffect(() => {
    const root = document.documentElement
    let { theme } = root.dataset
    const begin = () => {
      const part = drawnPart()
      if (!part?.querySelector('.react-flow__node')) return
      const { left, top, width, height } = drawnBounds(part)
      const isWide = width > height
      const [pageWidth, pageHeight] = isWide ? [longPx, shortPx] : [shortPx, longPx]
      const scale = Math.min(1, pageWidth / width, pageHeight / height)
      theme = root.dataset.theme
      root.dataset.theme = 'light'
      root.dataset.print = isWide ? 'wide' : 'tall'
      root.style.setProperty('--print-view', `scale(${scale}) translate(${-left}px, ${-top}px)`)
      root.style.setProperty('--print-width', `${Math.floor(width * scale)}px`)
      root.style.setProperty('--print-height', `${Math.floor(height * scale)}px`)
    }
    const end = () => {
      if (root.dataset.print === undefined) return
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
