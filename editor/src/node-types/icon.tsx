import type { CSSProperties } from 'react'
import type { Category } from '../api/types.ts'

interface IconProps {
  /** SVG shapes as text, in a 24 × 24 box. */
  shapes: string | undefined
  category: Category | undefined
  small?: boolean
}

const unknown =
  '<path d="M9 9a3 3 0 1 1 4 2.8c-.8.4-1 1-1 2.2M12 18h.01" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round"/>'

/** A node type's icon on its category's tint. Drawn as a mask: whatever the text holds, it is only a shape. */
export function NodeIcon({ shapes, category, small }: IconProps) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${shapes ?? unknown}</svg>`
  const style: CSSProperties & Record<'--icon', string> = {
    '--icon': `url("data:image/svg+xml,${encodeURIComponent(svg)}")`,
  }
  return (
    <span className={small ? 'node-icon small' : 'node-icon'} data-category={category} aria-hidden="true">
      <span style={style} />
    </span>
  )
}
