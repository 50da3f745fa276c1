import type { CSSProperties } from 'react'
import type { Category } from '../api/types.ts'
import { inks } from '../theme/inks.ts'
import { useTheme } from '../theme/theme.ts'

interface IconProps {
  /** SVG shapes as text, in a 24 × 24 box. */
  shapes: string | undefined
  category: Category | undefined
  small?: boolean
}

const unknown =
  '<path d="M9 9a3 3 0 1 1 4 2.8c-.8.4-1 1-1 2.2M12 18h.01" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round"/>'

/** A node type's icon on its category's tint. Drawn as a picture in one colour: whatever the text holds, it is only a shape. */
export function NodeIcon({ shapes, category, small }: IconProps) {
  const dark = useTheme((state) => state.dark)
  const [light, bright] = inks[category ?? 'none']
  const style: CSSProperties & Record<'--icon', string> = {
    '--icon': pictureOf(shapes ?? unknown, dark ? bright : light),
  }
  return (
    <span
      className={small ? 'node-icon small' : 'node-icon'}
      data-category={category}
      style={style}
      aria-hidden="true"
    />
  )
}

const pictures = new Map<string, string>()

/** As a mask it would take the colour by itself; three hundred masks take a tenth of each frame of a drag. */
function pictureOf(shapes: string, ink: string): string {
  const key = `${ink} ${shapes}`
  const known = pictures.get(key)
  if (known !== undefined) return known
  const oneColour = `:root{fill:${ink}}[fill]:not([fill=none]){fill:${ink}}[stroke]:not([stroke=none]){stroke:${ink}}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><style>${oneColour}</style>${shapes}</svg>`
  const picture = `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
  pictures.set(key, picture)
  return picture
}
